;;; SPDX-License-Identifier: MIT
;;; The cost of a call: prints the nanoseconds of a pair of allocate and free, and of a
;;; block in `call-with-block'.

(use-modules (vera memory))

(define-syntax-rule (nanoseconds count expression)
  (let ((start (get-internal-real-time)))
    (do ((left count (- left 1)))
        ((zero? left))
      expression)
    (round (/ (* (- (get-internal-real-time) start) 1e9)
              (* count internal-time-units-per-second)))))

(define-syntax-rule (best expression)
  (inexact->exact
   (apply min (map (lambda (run) (nanoseconds 100000 expression)) (iota 5)))))

(format #t "~a ~a~%"
        (best (free (allocate 64) 64))
        (best (call-with-block 64 (const #t))))
