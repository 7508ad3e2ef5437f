;;;; SPDX-License-Identifier: MIT
;;;; The conditions that are signalled.

(in-package :vera-memory)

(define-condition argument-error (error)
  ((function :initarg :function :reader argument-error-function)
   (parameter :initarg :parameter :reader argument-error-parameter)
   (complaint :initarg :complaint :reader argument-error-complaint))
  (:report (lambda (condition stream)
             (format stream "~(~A: ~A~) ~A"
                     (argument-error-function condition)
                     (argument-error-parameter condition)
                     (argument-error-complaint condition))))
  (:documentation "An argument that a function refuses."))

(define-condition argument-type-error (argument-error type-error)
  ()
  (:documentation "An argument of a wrong type or range."))

(defmethod argument-error-complaint ((condition argument-type-error))
  (format nil "must be of type ~S, not ~S"
          (type-error-expected-type condition)
          (type-error-datum condition)))

(define-condition argument-count-error (program-error)
  ((function :initarg :function :reader argument-error-function)
   (count :initarg :count :reader argument-error-count))
  (:report (lambda (condition stream)
             (format stream "~(~A~) takes ~R argument~:P"
                     (argument-error-function condition)
                     (argument-error-count condition))))
  (:documentation "Too few arguments, or too many."))

(define-condition memory-exhausted (storage-condition)
  ((size :initarg :size :reader memory-exhausted-size)
   (align :initarg :align :reader memory-exhausted-align))
  (:report (lambda (condition stream)
             (format stream "There is no memory for ~D bytes aligned to ~D."
                     (memory-exhausted-size condition)
                     (memory-exhausted-align condition))))
  (:documentation "There is not that much memory."))

(define-condition block-error (error)
  ((block :initarg :block :reader block-error-block))
  (:documentation "A block that cannot be used this way."))

(define-condition block-freed (block-error)
  ()
  (:report (lambda (condition stream)
             (format stream "~A was freed." (block-error-block condition))))
  (:documentation "The block was freed before."))

(define-condition block-in-use (block-error)
  ()
  (:report (lambda (condition stream)
             (format stream "~A cannot be freed while its bytes are in use."
                     (block-error-block condition))))
  (:documentation "The block's bytes are in use, in WITH-BLOCK-POINTER or by another thread."))

(define-condition module-error (simple-error)
  ()
  (:documentation "A module is missing or broken."))

(define-condition moduledir-unknown (style-warning)
  ()
  (:report "pkg-config does not find vera_memory: set PKG_CONFIG_PATH.")
  (:documentation "The folder of modules is unknown at compile time. It is asked for again later."))

(defun module-error (control &rest arguments)
  (error 'module-error :format-control control :format-arguments arguments))

(defun complain (function parameter complaint)
  (error 'argument-error :function function :parameter parameter :complaint complaint))

(defun complain-of-type (function parameter value type)
  (error 'argument-type-error :function function :parameter parameter
                              :datum value :expected-type type))

(defmacro check-argument (function parameter type)
  "Checks that the variable PARAMETER is of that type, which is known when this is compiled."
  `(unless (typep ,parameter ',type)
     (complain-of-type ',function ',parameter ,parameter ',type)))

(defun check-between (function parameter value least most)
  "VALUE, if it is an integer from LEAST to MOST. The type is made only for an error, because making
it is slow."
  (if (and (integerp value) (<= least value most))
      value
      (complain-of-type function parameter value `(integer ,least ,most))))
