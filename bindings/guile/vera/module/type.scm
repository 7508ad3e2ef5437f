;;; SPDX-License-Identifier: MIT
;;; VERA's types: each has a foreign type, and a procedure that makes a converter for a
;;; parameter.  The converter turns an argument into the value that is passed, or raises.

(define-module (vera module type)
  #:use-module (ice-9 curried-definitions)
  #:use-module (system foreign)
  #:export (check-integer
            converter
            foreign-type
            integer-type?
            known-type?
            refuse-type))

(define (refuse-type who parameter wanted value)
  (scm-error 'wrong-type-arg who "'~A' must be ~A, not ~S"
             (list parameter wanted value) (list value)))

(define (check-integer who parameter value low high)
  "Return VALUE if it is an integer from LOW to HIGH."
  (unless (exact-integer? value)
    (refuse-type who parameter "an exact integer" value))
  (unless (<= low value high)
    (scm-error 'out-of-range who "'~A' must be from ~A to ~A, not ~A"
               (list parameter low high value) (list value)))
  value)

(define (integer type)
  (define values (expt 256 (sizeof type)))
  (define low (if (memv type (list int8 int16 int32 int64)) (- (/ values 2)) 0))
  (define high (+ low values -1))
  (cons type
        (lambda (who parameter)
          (lambda (value)
            (check-integer who parameter value low high)))))

(define ((checker valid? wanted) who parameter)
  (lambda (value)
    (unless (valid? value)
      (refuse-type who parameter wanted value))
    value))

(define real (checker real? "a real number"))

(define ((truth who parameter) value)
  (unless (boolean? value)
    (refuse-type who parameter "#t or #f" value))
  (if value 1 0))

(define %integer-types
  `(("i8" . ,(integer int8))
    ("i16" . ,(integer int16))
    ("i32" . ,(integer int32))
    ("i64" . ,(integer int64))
    ("u8" . ,(integer uint8))
    ("u16" . ,(integer uint16))
    ("u32" . ,(integer uint32))
    ("u64" . ,(integer uint64))))

(define %types
  `(,@%integer-types
    ("f32" . (,float . ,real))
    ("f64" . (,double . ,real))
    ("bool" . (,uint8 . ,truth))
    ("ptr" . (* . ,(checker pointer? "a pointer")))))

(define (known-type? name)
  (->bool (assoc name %types)))

(define (integer-type? name)
  (->bool (assoc name %integer-types)))

(define (foreign-type name)
  (car (assoc-ref %types name)))

(define (converter type who parameter)
  ((cdr (assoc-ref %types type)) who parameter))
