;;; SPDX-License-Identifier: MIT
;;; Reading a manifest: what a module says of itself.  Objects are association
;;; lists, as guile-json has them.  Keys that are not known here are ignored,
;;; because a later manifest may add some; a later format may change everything,
;;; so it is refused.

(define-module (vera module manifest)
  #:use-module (json)
  #:use-module (vera module error)
  #:use-module (vera module find)
  #:export (field
            functions
            library-name
            parameters
            read-manifest))

(define %format 1)

(define (field object key)
  (or (assoc-ref object key)
      (raise-module-error "~s is missing" key)))

(define (functions manifest)
  (vector->list (field manifest "functions")))

(define (parameters function)
  (vector->list (field function "parameters")))

(define (check-format manifest)
  (unless (equal? (field manifest "format") %format)
    (raise-module-error "format ~a is not known here, only ~a"
                        (field manifest "format") %format)))

(define (check-module manifest name)
  (unless (equal? (field manifest "module") name)
    (raise-module-error "this is the module ~s" (field manifest "module"))))

(define (check-names manifest)
  (define (check object)
    (unless (name? (field object "name"))
      (raise-module-error "~s is not a name" (field object "name"))))
  (for-each (lambda (function)
              (check function)
              (for-each check (parameters function)))
            (functions manifest)))

(define (parse path)
  (call-with-input-file path json->scm #:encoding "UTF-8"))

(define (read-manifest path name)
  "The manifest of the module NAME, which is in the file PATH."
  (define manifest (parse path))
  (check-format manifest)
  (check-module manifest name)
  (check-names manifest)
  manifest)

(define (system-format)
  (cond ((string-contains %host-type "darwin") "mach-o")
        ((windows?) "pe")
        (else "elf")))

(define (library-name manifest)
  "The library's file on this system: a name, because a manifest does not say
where it is."
  (define name (field (field manifest "library") (system-format)))
  (when (or (member name '("" "." ".."))
            (string-any (lambda (char) (memv char '(#\/ #\\))) name))
    (raise-module-error "~s is not the name of a file" name))
  name)
