;;;; SPDX-License-Identifier: MIT
;;;; The cost of a call: prints the nanoseconds of a pair of ALLOCATE and FREE, and of a WITH-BLOCK.

(require "asdf")
(let ((*standard-output* (make-broadcast-stream)))
  (asdf:load-system "vera-memory"))

(defun nanoseconds (work count)
  (flet ((measure ()
           (let ((start (get-internal-real-time)))
             (dotimes (round count)
               (funcall work))
             (/ (* 1000000000 (- (get-internal-real-time) start))
                (* count internal-time-units-per-second)))))
    (round (loop repeat 5 minimize (measure)))))

(format t "~D ~D~%"
        (nanoseconds (compile nil (read-from-string
                                   "(lambda () (vera.memory:free (vera.memory:allocate 64) 64))"))
                     3000000)
        (nanoseconds (compile nil (read-from-string
                                   "(lambda () (vera-memory:with-block (block 64) block))"))
                     200000))
