;;; SPDX-License-Identifier: MIT
;;; The contents of a manifest.  As in guile-json, objects are association lists.

(define-module (vera module manifest)
  #:use-module (vera module find)
  #:export (functions
            library-name
            name-of
            parameters
            system-format
            type-of))

(define (name-of object)
  (assoc-ref object "name"))

(define (type-of object)
  (assoc-ref object "type"))

(define (functions manifest)
  (vector->list (assoc-ref manifest "functions")))

(define (parameters function)
  (vector->list (assoc-ref function "parameters")))

(define (system-format)
  (cond ((string-contains %host-type "darwin") "mach-o")
        ((windows?) "pe")
        (else "elf")))

(define (library-name manifest)
  "The file name of the library on this system."
  (assoc-ref (assoc-ref manifest "library") (system-format)))
