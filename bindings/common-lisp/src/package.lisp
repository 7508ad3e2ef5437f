;;;; SPDX-License-Identifier: MIT

(defpackage :vera-memory
  (:documentation "Raw heap memory of the language VERA: blocks that know their size and alignment
and are freed once. The functions themselves are in the package VERA.MEMORY.")
  (:use :common-lisp)
  (:export
   ;; Blocks
   #:memory-block #:make-block #:free-block #:with-block
   #:block-size #:block-align #:block-live-p
   #:block-ref #:block-octets #:with-block-pointer
   #:fill-block #:zero-block #:replace-block
   ;; Modules
   #:load-module #:module-function #:define-module-package #:*memory*
   #:module-name #:module-path #:module-library #:module-manifest #:module-functions
   ;; Conditions
   #:argument-error #:argument-type-error #:argument-count-error
   #:argument-error-function #:argument-error-parameter #:argument-error-complaint
   #:argument-error-count
   #:memory-exhausted #:memory-exhausted-size #:memory-exhausted-align
   #:block-error #:block-freed #:block-in-use #:block-error-block
   #:module-error))
