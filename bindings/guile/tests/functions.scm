;;; SPDX-License-Identifier: MIT
;;; The functions under their VERA names, and the arguments they refuse.

(define-module (tests functions)
  #:use-module (json)
  #:use-module (rnrs bytevectors)
  #:use-module (srfi srfi-1)
  #:use-module (srfi srfi-64)
  #:use-module (system foreign)
  #:use-module (tests support)
  #:use-module (vera memory)
  #:use-module (vera module)
  #:use-module (vera module function)
  #:export (test-functions))

(define (offset pointer count)
  (make-pointer (+ (pointer-address pointer) count)))

(define (aligned? pointer align)
  (zero? (modulo (pointer-address pointer) align)))

(define (writable? pointer size)
  (define bytes (pointer->bytevector pointer size))
  (bytevector-fill! bytes #xA5)
  (every (lambda (byte) (= byte #xA5)) (bytevector->u8-list bytes)))

(define (call-with-bytes size procedure)
  "Call PROCEDURE with an address and the bytes there, which are all 7."
  (define pointer (allocate size))
  (define bytes (pointer->bytevector pointer size))
  (bytevector-fill! bytes 7)
  (procedure pointer bytes)
  (free pointer size))

(define (described)
  (vector->list
   (assoc-ref (call-with-input-file (vera-module-file memory-module) json->scm) "functions")))

(define (vera-name? symbol)
  (not (string-any (lambda (char) (memv char '(#\- #\? #\&))) (symbol->string symbol))))

(define (test-presence)
  (define names
    (map (lambda (function) (string->symbol (assoc-ref function "name"))) (described)))
  (define public
    (module-map (lambda (name variable) name) (resolve-interface '(vera memory))))
  (test-equal "functions: in the module" names (map car (vera-module-functions memory-module)))
  (test-assert "functions: exported" (lset= eq? names (filter vera-name? public)))
  (for-each
   (lambda (function)
     (define procedure
       (module-ref (resolve-interface '(vera memory))
                   (string->symbol (assoc-ref function "name"))))
     (test-equal (format #f "functions: ~a" procedure)
       (list (vector-length (assoc-ref function "parameters")) 0 #f)
       (procedure-minimum-arity procedure)))
   (described)))

(define (test-allocation)
  (for-each (lambda (size)
              (define pointer (allocate size))
              (test-assert (format #f "allocate ~a" size)
                (and (aligned? pointer 8) (writable? pointer size)))
              (free pointer size))
            '(0 1 8 100 100000))
  (for-each (lambda (power)
              (define align (expt 2 power))
              (define pointer (allocate_aligned 100 align))
              (test-assert (format #f "allocate_aligned ~a" align)
                (and (aligned? pointer align) (writable? pointer 100)))
              (free_aligned pointer 100 align))
            (iota 13))
  (test-assert "free null"
    (begin (free %null-pointer 100) (free_aligned %null-pointer 100 64) #t))
  (test-assert "null: size -1" (null-pointer? (allocate -1)))
  (test-assert "null: size 2^62" (null-pointer? (allocate (expt 2 62)))))

(define (test-bulk)
  (call-with-bytes 8
    (lambda (pointer bytes)
      (set_memory pointer -1 3)
      (set_memory (offset pointer 3) -128 1)
      (set_memory (offset pointer 4) 127 1)
      (set_memory pointer 0 0)
      (test-equal "set_memory" #vu8(255 255 255 128 127 7 7 7) (bytevector-copy bytes))
      (zero_memory (offset pointer 1) 2)
      (zero_memory pointer 0)
      (test-equal "zero_memory" #vu8(255 0 0 128 127 7 7 7) (bytevector-copy bytes))
      (copy_memory (offset pointer 5) pointer 2)
      (copy_memory pointer pointer 8)
      (test-equal "copy_memory" #vu8(255 0 0 128 127 255 0 7) (bytevector-copy bytes))))
  (test-assert "copy_memory, set_memory, zero_memory: 0 bytes at null"
    (begin (copy_memory %null-pointer %null-pointer 0)
           (set_memory %null-pointer -1 0)
           (zero_memory %null-pointer 0)
           #t)))

(define (test-count)
  (for-each
   (lambda (named)
     (define right (first (procedure-minimum-arity (cdr named))))
     (for-each (lambda (count)
                 (test-refused "count of arguments" 'wrong-number-of-args
                               (format #f "^~a: ~a " (car named) (car named))
                               (lambda () (apply (cdr named) (make-list count 0)))))
               (list (- right 1) (+ right 1))))
   (vera-module-functions memory-module)))

(define (test-reference)
  (test-eq "functions: by name" allocate (vera-module-ref memory-module 'allocate))
  (test-refused "functions: unknown" '%exception "^vera-module-ref: vera:memory has no function "
                (lambda () (vera-module-ref memory-module 'alocate)))
  (test-refused "types" 'wrong-type-arg "^vera-module-ref: 'function' must be a symbol"
                (lambda () (vera-module-ref memory-module "allocate")))
  (test-refused "types" 'wrong-type-arg "^vera-module-ref: 'module' "
                (lambda () (vera-module-ref "memory" 'allocate))))

(define (test-types)
  (for-each
   (lambda (wrong)
     (test-refused "types" 'wrong-type-arg "^allocate: 'size' " (lambda () (allocate wrong)))
     (test-refused "types" 'wrong-type-arg "^set_memory: 'value' "
                   (lambda () (set_memory %null-pointer wrong 0))))
   `("1" 1.0 3/2 #t #f ,%null-pointer))
  (for-each
   (lambda (wrong)
     (test-refused "types" 'wrong-type-arg "^free: 'addr' " (lambda () (free wrong 0))))
   '("1" 0 #t #f #vu8(1))))

(define (test-ranges)
  (for-each
   (lambda (wrong)
     (test-refused "ranges" 'out-of-range "^allocate: 'size' " (lambda () (allocate wrong))))
   (list (expt 2 63) (- -1 (expt 2 63))))
  (for-each
   (lambda (wrong)
     (test-refused "ranges" 'out-of-range "^set_memory: 'value' "
                   (lambda () (set_memory %null-pointer wrong 0))))
   '(128 -129 255))
  (test-refused "ranges" 'out-of-range "^zero_memory: 'count' "
                (lambda () (zero_memory %null-pointer -1))))

(define (test-nulls-and-overlaps)
  (call-with-bytes 8
    (lambda (pointer bytes)
      (for-each
       (lambda (words thunk) (test-refused "null arguments" 'null-pointer-error words thunk))
       '("^copy_memory: 'dest' " "^copy_memory: 'src' " "^set_memory: 'dest' "
         "^zero_memory: 'dest' ")
       (list (lambda () (copy_memory %null-pointer pointer 1))
             (lambda () (copy_memory pointer %null-pointer 1))
             (lambda () (set_memory %null-pointer 0 1))
             (lambda () (zero_memory %null-pointer 1))))
      (test-refused "overlap" 'misc-error "^copy_memory: 'dest' and 'src' "
                    (lambda () (copy_memory (offset pointer 3) pointer 4)))
      (test-refused "overlap" 'misc-error "^copy_memory: 'dest' and 'src' "
                    (lambda () (copy_memory pointer (offset pointer 3) 4)))
      (test-assert "overlap: side by side"
        (begin (copy_memory (offset pointer 4) pointer 4)
               (copy_memory pointer (offset pointer 4) 4)
               #t)))))

;;; Types of VERA that no function of the module has yet.

(define (echo type foreign-type)
  (define description
    `(("name" . "echo") ("symbol" . "echo") ("node" . "ECHO_1.0")
      ("parameters" . #((("name" . "in") ("type" . ,type))))
      ("returns" . (("type" . ,type)))))
  (make-function description
                 (procedure->pointer foreign-type identity (list foreign-type))))

(define (test-type type foreign-type good bad)
  (define function (echo type foreign-type))
  (for-each (lambda (value) (test-equal (format #f "~a: ~a" type value) value (function value)))
            good)
  (for-each (lambda (value)
              (test-assert (format #f "~a: ~a is refused" type value)
                (string-prefix? "echo: 'in' " (cdr (refusal (lambda () (function value)))))))
            bad))

(define (test-other-types)
  (test-type "u8" uint8 '(0 255) '(-1 256 #t 1.0))
  (test-type "i16" int16 '(-32768 32767) '(-32769 32768))
  (test-type "u16" uint16 '(0 65535) '(-1 65536))
  (test-type "i32" int32 `(,(- (expt 2 31)) ,(- (expt 2 31) 1)) (list (expt 2 31)))
  (test-type "u32" uint32 `(0 ,(- (expt 2 32) 1)) (list -1 (expt 2 32)))
  (test-type "u64" uint64 `(0 ,(- (expt 2 64) 1)) (list -1 (expt 2 64)))
  (test-type "f32" float '(0.5 -2.0) '("1" #t))
  (test-type "f64" double '(0.1 -2.0) '("1" #t))
  (test-type "bool" uint8 '(#t #f) '(0 1)))

(define (test-functions)
  (test-presence)
  (test-allocation)
  (test-bulk)
  (test-count)
  (test-reference)
  (test-types)
  (test-ranges)
  (test-nulls-and-overlaps)
  (test-other-types))
