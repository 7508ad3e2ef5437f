;;; SPDX-License-Identifier: MIT
;;; Modules of VERA: native libraries with a manifest that describes them.

(define-module (vera module)
  #:use-module (ice-9 exceptions)
  #:use-module (srfi srfi-9)
  #:use-module (srfi srfi-9 gnu)
  #:use-module (vera module error)
  #:use-module (vera module find)
  #:use-module (vera module function)
  #:use-module (vera module library)
  #:use-module (vera module manifest)
  #:use-module (vera module read)
  #:use-module (vera module type)
  #:re-export (&vera-module-error
               vera-module-error?)
  #:export (load-vera-module
            vera-module?
            vera-module-file
            vera-module-functions
            vera-module-library
            vera-module-manifest
            vera-module-name
            vera-module-ref))

(define-record-type <vera-module>
  (make-vera-module name file library manifest functions)
  vera-module?
  (name vera-module-name)
  (file vera-module-file)               ; of the manifest
  (library vera-module-library)         ; that was loaded
  (manifest vera-module-manifest)       ; as guile-json reads it
  (functions vera-module-functions))    ; alist of symbols and procedures

(set-record-type-printer! <vera-module>
  (lambda (module port)
    (format port "#<vera-module ~a>" (vera-module-name module))))

(define (read-module name file)
  (define manifest (read-manifest file name))
  (call-with-values (lambda () (open-library file (library-name manifest)))
    (lambda (library opened)
      (define (make function)
        (cons (string->symbol (name-of function))
              (make-function function
                             (find-symbol library opened
                                          (assoc-ref function "symbol")
                                          (assoc-ref function "node")))))
      (make-vera-module name file opened manifest (map make (functions manifest))))))

(define (load-vera-module name)
  "Return the module vera:NAME.

Its manifest is looked for in the folders of VERA_MODULE_PATH, in the folder that
pkg-config printed when this package was built, in /usr/local/lib/vera/modules and in
/usr/lib/vera/modules.  Raise a &vera-module-error if it is in none of them, listing the
places, or if it cannot be used."
  (define file (find-manifest name))
  (guard (error ((vera-module-error? error)
                 (raise-module-error "load-vera-module" "~a: ~a"
                                     file (exception-message error))))
    (read-module name file)))

(define (vera-module-ref module function)
  "Return the procedure of MODULE with the name FUNCTION, a symbol."
  (unless (vera-module? module)
    (refuse-type "vera-module-ref" "module" "a module" module))
  (unless (symbol? function)
    (refuse-type "vera-module-ref" "function" "a symbol" function))
  (or (assq-ref (vera-module-functions module) function)
      (raise-module-error "vera-module-ref" "vera:~a has no function ~a"
                          (vera-module-name module) function)))
