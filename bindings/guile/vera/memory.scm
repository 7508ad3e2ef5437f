;;; SPDX-License-Identifier: MIT
;;; Raw heap memory of the VERA language: the functions of its module vera:memory,
;;; under their VERA names, and blocks.  Names in VERA have no hyphen; every other name
;;; here has a hyphen or a question mark.

(define-module (vera memory)
  #:use-module (vera memory block)
  #:use-module (vera module)
  #:re-export (&block-freed-error
               block-align
               block-bytevector
               block-copy!
               block-fill!
               block-free!
               block-freed-error-block
               block-freed-error?
               block-pointer
               block-size
               block-zero!
               block?
               call-with-block
               make-block
               memory-module))

(for-each (lambda (function)
            (module-define! (current-module) (car function) (cdr function))
            (module-export! (current-module) (list (car function))))
          (vera-module-functions memory-module))
