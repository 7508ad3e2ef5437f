;;; SPDX-License-Identifier: MIT
;;; The exception for a module that is missing or broken.

(define-module (vera module error)
  #:use-module (ice-9 exceptions)
  #:export (&vera-module-error
            vera-module-error?
            raise-module-error))

(define-exception-type &vera-module-error &external-error
  make-vera-module-error
  vera-module-error?)

(define (raise-module-error who message . irritants)
  "Raise a &vera-module-error from WHO.  MESSAGE is a format for IRRITANTS."
  (raise-exception
   (make-exception
    (make-vera-module-error)
    (make-exception-with-origin who)
    (make-exception-with-message (apply format #f message irritants)))))
