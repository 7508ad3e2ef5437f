;;; SPDX-License-Identifier: MIT
;;; What the tests share.

(define-module (tests support)
  #:use-module (ice-9 exceptions)
  #:use-module (ice-9 popen)
  #:use-module (ice-9 regex)
  #:use-module (ice-9 textual-ports)
  #:use-module (srfi srfi-64)
  #:export (call-with-environment
            explain
            make-runner
            refusal
            report
            run
            test-refused))

(define (print-result runner)
  (define kind (test-result-kind runner))
  (format #t "~a ~a~%" kind (test-runner-test-name runner))
  (when (memq kind '(fail xpass))
    (for-each (lambda (property) (format #t "  ~a: ~s~%" (car property) (cdr property)))
              (test-result-alist runner))))

(define (make-runner)
  (define runner (test-runner-null))
  (test-runner-on-test-end! runner print-result)
  runner)

(define (report)
  "Print how many tests there were.  Return whether all passed."
  (define runner (test-runner-current))
  (define failed (+ (test-runner-fail-count runner) (test-runner-xpass-count runner)))
  (format #t "~a passed, ~a failed, ~a skipped~%"
          (test-runner-pass-count runner) failed (test-runner-skip-count runner))
  (zero? failed))

(define (explain error)
  (if (exception-with-message? error)
      (format #f "~a: ~a"
              (and (exception-with-origin? error) (exception-origin error))
              (apply simple-format #f (exception-message error)
                     (if (string-contains (exception-message error) "~")
                         (exception-irritants error)
                         '())))
      (format #f "~s" error)))

(define (refusal thunk)
  "A pair of the key or exception type that THUNK raised, or #f, and the message."
  (with-exception-handler
      (lambda (error)
        (cons (exception-kind error) (explain error)))
    (lambda () (thunk) '(#f . "nothing was raised"))
    #:unwind? #t))

(define (test-refused name key words thunk)
  "Test that THUNK raises KEY, with a message that matches the regular expression WORDS."
  (define raised (refusal thunk))
  (test-assert (format #f "~a: ~a: ~a" name words raised)
    (and (eq? key (car raised))
         (string-match words (cdr raised)))))

(define (call-with-environment changes thunk)
  "Call THUNK with CHANGES to the environment, and undo them afterwards."
  (define (put name value)
    (if value (setenv name value) (unsetenv name)))
  (define before (map (lambda (change) (getenv (car change))) changes))
  (dynamic-wind
    (lambda () (for-each (lambda (change) (put (car change) (cdr change))) changes))
    thunk
    (lambda () (for-each (lambda (change value) (put (car change) value)) changes before))))

(define (run program . environment)
  "What PROGRAM prints on standard output and standard error, and its exit status."
  (call-with-environment `(("PROGRAM" . ,program) ("GUILE_AUTO_COMPILE" . "0") ,@environment)
    (lambda ()
      (define port (open-input-pipe "exec ${GUILE:-guile} -c \"$PROGRAM\" 2>&1"))
      (define output (get-string-all port))
      (values output (status:exit-val (close-pipe port))))))
