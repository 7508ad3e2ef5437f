;;; SPDX-License-Identifier: MIT
;;; Procedures for what a manifest describes.

(define-module (vera module function)
  #:use-module (ice-9 curried-definitions)
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (system foreign)
  #:use-module (vera module error)
  #:use-module (vera module manifest)
  #:export (check-integer
            make-function))

;;; Types: a foreign type, and a procedure that makes a converter for a parameter.  That
;;; makes of an argument what is passed, or raises.

(define (refuse-type who parameter wanted value)
  (scm-error 'wrong-type-arg who "'~A' must be ~A, not ~S"
             (list parameter wanted value) (list value)))

(define (check-integer who parameter value low high)
  "VALUE, which is an integer from LOW to HIGH."
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

(define %types
  `(("i8" . ,(integer int8))
    ("i16" . ,(integer int16))
    ("i32" . ,(integer int32))
    ("i64" . ,(integer int64))
    ("u8" . ,(integer uint8))
    ("u16" . ,(integer uint16))
    ("u32" . ,(integer uint32))
    ("u64" . ,(integer uint64))
    ("f32" . (,float . ,real))
    ("f64" . (,double . ,real))
    ("bool" . (,uint8 . ,truth))
    ("ptr" . (* . ,(checker pointer? "a pointer")))))

(define (type-of described)
  (define name (field described "type"))
  (or (assoc-ref %types name)
      (raise-module-error "the type ~s is not known here" name)))

;;; Rules: procedures that take the arguments when each is of its type, and raise if
;;; they do not go together.

(define (picker parameters name)
  "A procedure that takes the argument called NAME from a list of them."
  (define index (list-index (lambda (parameter) (equal? (field parameter "name") name))
                            parameters))
  (unless index
    (raise-module-error "there is no parameter ~s" name))
  (lambda (arguments) (list-ref arguments index)))

(define (length-rules who parameters)
  "A parameter that tells how many bytes are read or written is not negative."
  (define (uses parameter)
    (list (assoc-ref parameter "reads") (assoc-ref parameter "writes")))
  (map (lambda (name)
         (define pick (picker parameters name))
         (lambda (arguments)
           (when (negative? (pick arguments))
             (scm-error 'out-of-range who "'~A' must not be negative: ~A"
                        (list name (pick arguments)) (list (pick arguments))))))
       (delete-duplicates (filter string? (append-map uses parameters)))))

(define (null-rule who parameters parameter)
  (define name (field parameter "name"))
  (define length-name (assoc-ref parameter "nonnull"))
  (and length-name
       (let ((pick (picker parameters name))
             (pick-length (picker parameters length-name)))
         (lambda (arguments)
           (when (and (positive? (pick-length arguments))
                      (null-pointer? (pick arguments)))
             (scm-error 'null-pointer-error who "'~A' must not be null while '~A' is above 0"
                        (list name length-name) #f))))))

(define (length-picker parameters parameter)
  (match (or (assoc-ref parameter "writes") (field parameter "reads"))
    ((? integer? size) (const size))
    (name (picker parameters name))))

(define (overlap-rule who parameters parameter)
  (define name (field parameter "name"))
  (define other-name (assoc-ref parameter "disjoint"))
  (define (named name)
    (find (lambda (parameter) (equal? (field parameter "name") name)) parameters))
  (and other-name
       (let ((pick (picker parameters name))
             (pick-other (picker parameters other-name))
             (pick-length (length-picker parameters parameter))
             (pick-other-length (length-picker parameters (named other-name))))
         (lambda (arguments)
           (define distance (- (pointer-address (pick arguments))
                               (pointer-address (pick-other arguments))))
           (when (and (< (- (pick-length arguments)) distance (pick-other-length arguments))
                      (not (zero? distance)))
             (scm-error 'misc-error who "'~A' and '~A' must not overlap"
                        (list name other-name) #f))))))

(define (rules who parameters)
  (define (make rule)
    (filter-map (lambda (parameter) (rule who parameters parameter)) parameters))
  (append (length-rules who parameters) (make null-rule) (make overlap-rule)))

;;; Procedures.

(define (declaration function)
  "FUNCTION as VERA has it, for a procedure's documentation."
  (define (spell parameter)
    (format #f "~a: ~a" (field parameter "name") (field parameter "type")))
  (define result (field (field function "returns") "type"))
  (format #f "~a(~a)~a\n\n~a of ~a"
          (field function "name")
          (string-join (map spell (parameters function)) ", ")
          (if (equal? result "void") "" (string-append " -> " result))
          (field function "symbol")
          (field function "node")))

(define (name! procedure function)
  (define count (length (parameters function)))
  (set-procedure-property! procedure 'name (string->symbol (field function "name")))
  (set-procedure-property! procedure 'documentation (declaration function))
  (set-procedure-minimum-arity! procedure count 0 #f)
  procedure)

(define (caller function address)
  "A procedure that takes what is passed, and calls."
  (define types (map (compose car type-of) (parameters function)))
  (define returns (field function "returns"))
  (match (field returns "type")
    ("void" (pointer->procedure void address types))
    ("bool" (compose positive? (pointer->procedure uint8 address types)))
    (_ (pointer->procedure (car (type-of returns)) address types))))

(define (converter who parameter)
  ((cdr (type-of parameter)) who (field parameter "name")))

(define (refuse-count who parameters arguments)
  (scm-error 'wrong-number-of-args who "~A takes ~A arguments ~A, not ~A"
             (list who
                   (length parameters)
                   (map (lambda (parameter) (field parameter "name")) parameters)
                   (length arguments))
             #f))

(define (make-function function address)
  "The procedure that FUNCTION describes and that stands at ADDRESS."
  (define who (field function "name"))
  (define described (parameters function))
  (define count (length described))
  (define converters (map (lambda (parameter) (converter who parameter)) described))
  (define together (rules who described))
  (define call (caller function address))
  (define (checked . arguments)
    (unless (= (length arguments) count)
      (refuse-count who described arguments))
    (let ((passed (map (lambda (convert argument) (convert argument)) converters arguments)))
      (for-each (lambda (rule) (rule passed)) together)
      (apply call passed)))
  (name! checked function))
