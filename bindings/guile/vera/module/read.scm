;;; SPDX-License-Identifier: MIT
;;; Reading a manifest.  All of it that is used is checked here, so that no other code
;;; needs to check it.  Unknown keys are ignored, because a later manifest may add some.  A
;;; later format may change everything, so it is refused.

(define-module (vera module read)
  #:use-module (ice-9 exceptions)
  #:use-module (json)
  #:use-module (srfi srfi-1)
  #:use-module (vera module error)
  #:use-module (vera module find)
  #:use-module (vera module manifest)
  #:use-module (vera module type)
  #:export (read-manifest))

(define %format 1)

;; The keys and indices that lead to the value being checked, the last one first.
(define place (make-parameter '()))

(define-syntax-rule (at key expression ...)
  (parameterize ((place (cons (format #f "~a" key) (place)))) expression ...))

(define (refuse message . values)
  (define path (string-join (reverse (place)) "."))
  (raise-module-error "load-vera-module" "~a~a"
                      (if (string-null? path) "" (string-append path ": "))
                      (apply format #f message values)))

;;; Kinds: pairs of a predicate and a description for messages.

(define (power-of-two? value)
  (and (exact-integer? value) (positive? value) (zero? (logand value (- value 1)))))

(define (file-name? value)
  "A name and not a path, because a manifest does not say where its library is."
  (and (string? value)
       (not (member value '("" "." "..")))
       (not (string-any (lambda (char) (memv char '(#\/ #\\ #\:))) value))))

(define text (cons string? "a string"))
(define flag (cons boolean? "true or false"))
(define object (cons list? "an object"))
(define array (cons vector? "an array"))
(define vera-name (cons name? "a name"))
(define file-name (cons file-name? "the name of a file"))
(define power (cons power-of-two? "a power of two"))
(define number (cons (lambda (value) (and (exact-integer? value) (>= value 0)))
                     "a number of 0 or more"))
(define type (cons known-type? "a known type"))

(define (one-of values words)
  (cons (lambda (value) (member value values)) words))

(define (besides values kind)
  (cons (lambda (value) (and ((car kind) value) (not (member value values))))
        (string-append (cdr kind) " of its own")))

(define (either kind other)
  (cons (lambda (value) (or ((car kind) value) ((car other) value)))
        (string-append (cdr kind) ", or " (cdr other))))

(define (check-value value kind)
  (unless ((car kind) value)
    (refuse "must be ~a, not ~s" (cdr kind) value)))

(define (check-optional holder key kind)
  (define entry (assoc key holder))
  (when entry
    (at key (check-value (cdr entry) kind))))

(define (check holder key kind)
  (unless (assoc key holder)
    (refuse "~s is missing" key))
  (check-optional holder key kind))

(define (check-objects holder key name-kind check-one)
  "Check that the value under KEY is an array of objects with distinct names.  CHECK-ONE
gets each object, with the names of those before it."
  (check holder key array)
  (let ((objects (vector->list (assoc-ref holder key))))
    (at key
      (fold (lambda (one index names)
              (at index
                (check-value one object)
                (check one "name" (besides names name-kind))
                (check-one one names))
              (cons (assoc-ref one "name") names))
            '() objects (iota (length objects))))))

;;; The parts of a manifest.

(define (check-block holder key amounts)
  "Check the block that is owned or consumed, if there is one."
  (when (assoc key holder)
    (at key
      (check (assoc-ref holder key) "size" (either number amounts))
      (check (assoc-ref holder key) "align" (either power amounts)))))

(define (others one parameters)
  "The names of the parameters that may be disjoint from ONE."
  (define (used? parameter)
    (or (assoc "reads" parameter) (assoc "writes" parameter)))
  (if (used? one)
      (map name-of (remove (lambda (parameter) (eq? parameter one)) (filter used? parameters)))
      '()))

(define (check-attributes one parameters)
  "Check the attributes of a parameter or result.  Only a pointer has any."
  (define amounts
    (one-of (map name-of (filter (compose integer-type? type-of) parameters))
            "an integer parameter"))
  (define amount (either number amounts))
  (define (check-attribute key kind)
    (when (and (assoc key one) (not (equal? (type-of one) "ptr")))
      (refuse "~s is for a ptr" key))
    (check-optional one key kind))
  (for-each check-attribute
            '("const" "nullable" "reads" "writes" "nonnull" "consumes" "owned" "disjoint")
            (list flag flag amount amount amount object object
                  (one-of (others one parameters)
                          "another parameter (both read or written)")))
  (check-block one "consumes" amounts)
  (check-block one "owned" amounts))

(define (check-function function)
  (check-objects function "parameters" vera-name
                 (lambda (parameter names) (check parameter "type" type)))
  (let ((described (parameters function)))
    (at "parameters"
      (for-each (lambda (parameter index) (at index (check-attributes parameter described)))
                described (iota (length described))))
    (check function "returns" object)
    (at "returns"
      (check (assoc-ref function "returns") "type" (either (one-of '("void") "void") type))
      (check-attributes (assoc-ref function "returns") described))))

(define (check-manifest manifest name)
  (check-value manifest object)
  (check manifest "format" (one-of (list %format) (format #f "~a, the only known format" %format)))
  (check manifest "module" (one-of (list name) (format #f "~s" name)))
  (check manifest "library" object)
  (at "library" (check (assoc-ref manifest "library") (system-format) file-name))
  (check manifest "align" power)
  (check-objects manifest "nodes" text
                 (lambda (node names)
                   (check-optional node "extends" (one-of names "an earlier node"))))
  (let ((nodes (map name-of (vector->list (assoc-ref manifest "nodes")))))
    (check-objects manifest "functions" vera-name
                   (lambda (function names)
                     (check function "symbol" text)
                     (check function "node" (one-of nodes "one of the nodes"))
                     (check-function function)))))

(define (parse path)
  ;; Only errors that a file can cause: an interrupt is passed on.
  (guard (error ((memq (exception-kind error) '(json-invalid decoding-error))
                 (refuse "this is not JSON"))
                ((eq? (exception-kind error) 'system-error)
                 (apply refuse (exception-message error) (exception-irritants error))))
    (call-with-input-file path json->scm #:encoding "UTF-8")))

(define (read-manifest path name)
  "The manifest of the module NAME in the file PATH."
  (define manifest (parse path))
  (check-manifest manifest name)
  manifest)
