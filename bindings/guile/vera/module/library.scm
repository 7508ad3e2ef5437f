;;; SPDX-License-Identifier: MIT
;;; Loading a module's library and finding its symbols.

(define-module (vera module library)
  #:use-module (ice-9 exceptions)
  #:use-module (system foreign)
  #:use-module (system foreign-library)
  #:use-module (vera module error)
  #:use-module (vera module find)
  #:export (find-symbol
            open-library))

(define (up path)
  (dirname (dirname path)))

(define (places manifest name)
  "The places of a library that is installed with the file MANIFEST.  On Windows,
libraries are installed next to programs."
  (define root (up (dirname manifest)))
  (cons (in-vicinity root name)
        (if (windows?)
            (list (in-vicinity (in-vicinity (dirname root) "bin") name))
            '())))

(define (open file complaint)
  (guard (error ((eq? (exception-kind error) 'misc-error)
                 (raise-module-error "load-vera-module" "~a: ~s"
                                     complaint (exception-irritants error))))
    (load-foreign-library file
                          #:extensions '("") ; the name is whole
                          #:search-path '()
                          #:search-ltdl-library-path? #f)))

(define (open-library manifest name)
  "The library NAME that is installed with the file MANIFEST; if there is none, the one
that the system's loader finds.  The second value is the name under which it was opened.

A library that exists but cannot be loaded is an error: another must not take its place
unnoticed."
  (let loop ((rest (places manifest name)))
    (cond ((null? rest)
           (values (open name
                         (format #f "no library; it was looked for as ~a, and by the loader"
                                 (string-join (places manifest name) ", ")))
                   name))
          ((file-exists? (car rest))
           (values (open (car rest) (string-append (car rest) " cannot be loaded"))
                   (car rest)))
          (else (loop (cdr rest))))))

(define RTLD_LAZY 1)

(define versioned-symbol
  ;; The system's look-up of a symbol at its node, if it has one.  Guile does not give
  ;; access to a library's handle, so the library is opened a second time.
  (false-if-exception
   (let ((dlopen (foreign-library-function #f "dlopen"
                                           #:return-type '*
                                           #:arg-types (list '* int)))
         (dlvsym (foreign-library-function #f "dlvsym"
                                           #:return-type '*
                                           #:arg-types '(* * *))))
     (lambda (file symbol node)
       (dlvsym (dlopen (string->pointer file) RTLD_LAZY)
               (string->pointer symbol)
               (string->pointer node))))))

(define (find-symbol library file symbol node)
  "The address of SYMBOL in LIBRARY, which was opened as FILE, at its NODE.  On a system
without nodes only the name counts; then the library's major version, which is in its
file name, keeps an incompatible library away."
  (define address
    (if versioned-symbol
        (versioned-symbol file symbol node)
        (guard (error ((eq? (exception-kind error) 'misc-error) %null-pointer))
          (foreign-library-pointer library symbol))))
  (when (null-pointer? address)
    (raise-module-error "load-vera-module" "~a has no ~a of ~a" file symbol node))
  address)
