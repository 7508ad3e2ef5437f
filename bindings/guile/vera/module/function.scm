;;; SPDX-License-Identifier: MIT
;;; The procedures that a manifest describes.

;; Not declarative: otherwise the compiler creates the procedure twice, and the one that is
;; returned is not the one that got the name.
(define-module (vera module function)
  #:declarative? #f
  #:use-module (ice-9 match)
  #:use-module (srfi srfi-1)
  #:use-module (system foreign)
  #:use-module (vera module manifest)
  #:use-module (vera module type)
  #:export (make-function))

;;; Rules: procedures that get the arguments, after each was checked for its type, and
;;; raise if they do not fit together.

(define (picker parameters amount)
  "A procedure that picks the argument for the parameter AMOUNT from a list of arguments.
If AMOUNT is a number, the procedure returns it."
  (if (number? amount)
      (const amount)
      (let ((index (list-index (lambda (parameter) (equal? (name-of parameter) amount))
                               parameters)))
        (lambda (arguments) (list-ref arguments index)))))

(define (length-rules who parameters)
  "Rules that a parameter that gives the number of bytes read or written is not negative."
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
  (define name (name-of parameter))
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
  (picker parameters (or (assoc-ref parameter "writes") (assoc-ref parameter "reads"))))

(define (overlap-rule who parameters parameter)
  (define name (name-of parameter))
  (define other-name (assoc-ref parameter "disjoint"))
  (define (named name)
    (find (lambda (parameter) (equal? (name-of parameter) name)) parameters))
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
  "The declaration of FUNCTION in VERA, for the documentation of its procedure."
  (define (spell parameter)
    (format #f "~a: ~a" (name-of parameter) (type-of parameter)))
  (define result (type-of (assoc-ref function "returns")))
  (format #f "~a(~a)~a\n\n~a of ~a"
          (name-of function)
          (string-join (map spell (parameters function)) ", ")
          (if (equal? result "void") "" (string-append " -> " result))
          (assoc-ref function "symbol")
          (assoc-ref function "node")))

(define (name! procedure function)
  (define count (length (parameters function)))
  (set-procedure-property! procedure 'name (string->symbol (name-of function)))
  (set-procedure-property! procedure 'documentation (declaration function))
  (set-procedure-minimum-arity! procedure count 0 #f)
  procedure)

(define (caller function address)
  "A procedure that calls ADDRESS with converted arguments."
  (define types (map (compose foreign-type type-of) (parameters function)))
  (match (type-of (assoc-ref function "returns"))
    ("void" (pointer->procedure void address types))
    ("bool" (compose positive? (pointer->procedure uint8 address types)))
    (type (pointer->procedure (foreign-type type) address types))))

(define (refuse-count who parameters arguments)
  (scm-error 'wrong-number-of-args who "~A takes ~A arguments ~A, not ~A"
             (list who
                   (length parameters)
                   (map name-of parameters)
                   (length arguments))
             #f))

(define (make-function function address)
  "The procedure at ADDRESS that FUNCTION describes."
  (define who (name-of function))
  (define described (parameters function))
  (define count (length described))
  (define converters
    (map (lambda (parameter) (converter (type-of parameter) who (name-of parameter)))
         described))
  (define together (rules who described))
  (define call (caller function address))
  (define (checked . arguments)
    (unless (= (length arguments) count)
      (refuse-count who described arguments))
    (let ((passed (map (lambda (convert argument) (convert argument)) converters arguments)))
      (for-each (lambda (rule) (rule passed)) together)
      (apply call passed)))
  (name! checked function))
