;;; SPDX-License-Identifier: MIT
;;; Blocks.

(define-module (tests blocks)
  #:use-module (ice-9 exceptions)
  #:use-module (ice-9 regex)
  #:use-module (ice-9 threads)
  #:use-module (rnrs bytevectors)
  #:use-module (srfi srfi-1)
  #:use-module (srfi srfi-64)
  #:use-module (system foreign)
  #:use-module (tests support)
  #:use-module (vera memory)
  #:export (test-blocks))

(define (checked program)
  "What PROGRAM prints in the library's check mode, which reports each misuse at once, such
as a free with another size, and lists at exit what was not freed."
  (run (string-append "(use-modules (vera memory) (rnrs bytevectors))
                       (use-modules (ice-9 control) (ice-9 exceptions))
                       (define (collect)
                         (do ((left 10 (- left 1))) ((zero? left)) (gc) (usleep 1000)))"
                      program)
       '("VERA_MEMORY_MODE" . "check")))

(define (test-clean name program)
  (test-equal name '("" . 0) (call-with-values (lambda () (checked program)) cons)))

;; The collector is conservative: it may mistake a word on the stack for a reference.
(define (test-collected name maker)
  "Test that nearly all of the blocks that MAKER makes, of 1000 sizes, are freed."
  (define output
    (checked (string-append "(for-each " maker " (iota 1000))\n(collect)")))
  (define leak (string-match "leak: ([0-9]+) blocks?, [0-9]+ bytes, in total\n$" output))
  (test-assert (string-append name ": " output)
    (or (string-null? output)
        (and leak (< (string->number (match:substring leak 1)) 10)))))

(define (test-oracle)
  "Check mode reports what the tests below rely on."
  (test-assert "oracle: leak" (string-contains (checked "(allocate 100)") "leak: 1 block,"))
  (test-assert "oracle: block" (string-contains (checked "(make-block 100)") "leak: 1 block,"))
  (test-assert "oracle: size"
    (call-with-values (lambda () (checked "(free (allocate 100) 99)"))
      (lambda (output status) (not (eqv? status 0))))))

(define (test-ownership)
  (test-clean "ownership: scope" "(call-with-block 100 (lambda (block) (block-zero! block)))")
  (test-clean "ownership: exception"
    "(guard (error (#t #t)) (call-with-block 100 (lambda (block) (error \"\"))))")
  (test-clean "ownership: escape"
    "(let/ec return (call-with-block 100 (lambda (block) (return 1))))")
  (test-clean "ownership: block-free!" "(block-free! (make-block 100))")
  (test-collected "ownership: collector" "(lambda (size) (make-block size))")
  (test-collected "ownership: collector, bytevectors"
    "(lambda (size) (block-bytevector (make-block size)))")
  (test-collected "ownership: collector, bytevectors of freed blocks"
    "(lambda (size)
       (call-with-block size (lambda (block) (bytevector-fill! (block-bytevector block) 1))))")
  (test-garbage)
  (test-equal "ownership: result" '(1 2)
    (call-with-values
        (lambda () (call-with-block 1 (lambda (block) (values 1 2))))
      list))
  (let ((kept #f))
    (call-with-block 1 (lambda (block) (set! kept block)))
    (test-freed "ownership: after the scope" (lambda () (block-pointer kept)))))

(define (test-garbage)
  "Allocate 200 blocks of 2^28 bytes where only 14 fit. Each is garbage before the next."
  (test-equal "ownership: collector, when memory is short"
    '("" . 0)
    (call-with-values
        (lambda ()
          (run "(use-modules (vera memory))
                (setrlimit 'as 4000000000 4000000000)
                (for-each (lambda (number) (make-block (expt 2 28))) (iota 200))"))
      cons)))

(define (test-reentry)
  (define again #f)
  (define entered 0)
  (define raised
    (refusal
     (lambda ()
       (call-with-block 8
         (lambda (block)
           (call/cc (lambda (continuation) (set! again continuation)))
           (set! entered (+ entered 1))))
       (when (= entered 1)
         (again #f)))))
  (test-equal "ownership: no continuation enters again" '(1 %exception)
    (list entered (car raised))))

(define (test-freed name thunk)
  (test-assert name
    (with-exception-handler
        (lambda (error)
          (and (block-freed-error? error) (string? (exception-origin error))))
      (lambda () (thunk) #f)
      #:unwind? #t)))

(define (test-after-free)
  (define other (make-block 100))
  (define block (make-block 100))
  (block-free! block)
  (test-freed "second free" (lambda () (block-free! block)))
  (for-each (lambda (number use) (test-freed (format #f "use after free ~a" number) use))
            (iota 6)
            (list (lambda () (block-bytevector block))
                  (lambda () (block-pointer block))
                  (lambda () (block-fill! block 1))
                  (lambda () (block-zero! block))
                  (lambda () (block-copy! other 0 block))
                  (lambda () (block-copy! block 0 other))))
  (test-assert "use after free: printed"
    (string-contains (object->string block) "freed"))
  (test-equal "free in the scope" #t
    (call-with-block 1 (lambda (block) (block-free! block) #t)))
  (block-free! other)
  (let ((block (make-block 100)))
    (block-bytevector block)
    (block-free! block)
    (test-freed "use after free: bytevector" (lambda () (block-bytevector block)))))

(define (test-kept-bytes)
  "A bytevector keeps the memory, even if the block is freed."
  ;; In check mode, freed memory is inaccessible.
  (test-assert "use after free: a bytevector that was taken"
    (string-prefix? "#vu8(1 1 1)vera_memory: leak: 1 block, 3 bytes,"
     (checked "(define bytes (call-with-block 3 (lambda (block) (block-bytevector block))))
               (collect)
               (bytevector-fill! bytes 1)
               (display bytes)
               (force-output)"))))

(define (test-same-size)
  (test-clean "same size"
    "(for-each
       (lambda (size)
         (for-each (lambda (align)
                     (block-free! (make-block size #:align align))
                     (block-free! (make-block size))
                     (call-with-block size (lambda (block) #t) #:align align))
                   '(1 2 8 16 64 4096)))
       '(0 1 7 8 100 4096 100000))")
  (for-each
   (lambda (size align)
     (call-with-block size
       (lambda (block)
         (test-equal (format #f "same size: ~a" block)
           (list size align size 0)
           (list (block-size block)
                 (block-align block)
                 (bytevector-length (block-bytevector block))
                 (modulo (pointer-address (block-pointer block)) align))))
       #:align align))
   '(0 1 100 100000) '(1 8 64 4096)))

(define (test-arguments)
  (test-refused "null" 'out-of-range "^make-block: 'size' " (lambda () (make-block -1)))
  (test-refused "null" 'out-of-memory "^make-block: " (lambda () (make-block (expt 2 62))))
  (for-each (lambda (align)
              (test-refused "null" 'out-of-range "^make-block: 'align' "
                            (lambda () (make-block 1 #:align align))))
            '(0 -8 3))
  (for-each
   (lambda (wrong)
     (test-refused "types" 'wrong-type-arg "^make-block: 'size' " (lambda () (make-block wrong)))
     (test-refused "types" 'wrong-type-arg "^make-block: 'align' "
                   (lambda () (make-block 1 #:align wrong)))
     (test-refused "types" 'wrong-type-arg "^call-with-block: 'size' "
                   (lambda () (call-with-block wrong identity))))
   '("1" 1.5 #t))
  (test-refused "ranges" 'out-of-range "^make-block: 'size' "
                (lambda () (make-block (expt 2 64))))
  (test-refused "ranges" 'out-of-range "^make-block: 'align' "
                (lambda () (make-block 1 #:align (expt 2 63))))
  (call-with-block 8
    (lambda (block)
      (for-each
       (lambda (wrong)
         (test-refused "types" 'wrong-type-arg "^block-fill!: 'value' "
                       (lambda () (block-fill! block wrong)))
         (test-refused "types" 'wrong-type-arg "^block-zero!: 'start' "
                       (lambda () (block-zero! block wrong))))
       '("1" 1.0 #t))
      (for-each (lambda (wrong)
                  (test-refused "ranges" 'out-of-range "^block-fill!: 'value' "
                                (lambda () (block-fill! block wrong))))
                '(256 -129))
      (for-each
       (lambda (words use) (test-refused "types" 'wrong-type-arg words (lambda () (use 7))))
       '("^block-size: 'block' must be a block, not 7$" "^block-align: 'block' "
         "^block-free!: 'block' " "^block-pointer: 'block' " "^block-bytevector: 'block' "
         "^block-fill!: 'block' " "^block-fill!: 'block' " "^block-zero!: 'block' "
         "^block-copy!: 'to' " "^block-copy!: 'from' " "^block-copy!: 'from' ")
       (list block-size block-align block-free! block-pointer block-bytevector
             (lambda (wrong) (block-fill! wrong 0))
             (lambda (wrong) (block-fill! wrong 0 0 1))
             block-zero!
             (lambda (wrong) (block-copy! wrong 0 block))
             (lambda (wrong) (block-copy! block 0 wrong))
             (lambda (wrong) (block-copy! block 0 wrong 0 1))))
      (test-refused "overlap" 'misc-error "^block-copy!: "
                    (lambda () (block-copy! block 0 block 1 5)))))
  (test-clean "free after an error"
    "(define block (make-block 8))
     (guard (error (#t #t)) (block-copy! block 0 block 1 5))
     (block-free! block)"))

;; Guile 3.0.8 crashes when it prints what these raise.
(define (test-outside thunk)
  (test-equal "bounds: bytevector" 'out-of-range
    (with-exception-handler exception-kind (lambda () (thunk) #f) #:unwind? #t)))

(define (test-bounds)
  (define block (make-block 16))
  (define other (make-block 32))
  (define bytes (block-bytevector block))
  (for-each (lambda (index)
              (test-outside (lambda () (bytevector-u8-ref bytes index)))
              (test-outside (lambda () (bytevector-u8-set! bytes index 0))))
            '(-1 16))
  (for-each
   (lambda (start end)
     (define range (format #f "bounds ~a ~a" start end))
     (test-refused range 'out-of-range "^block-fill!: " (lambda () (block-fill! block 1 start end)))
     (test-refused range 'out-of-range "^block-zero!: " (lambda () (block-zero! block start end)))
     (test-refused range 'out-of-range "^block-copy!: "
                   (lambda () (block-copy! other 0 block start end))))
   '(-1 16 17 15 8)
   '(0 17 17 17 7))
  (for-each
   (lambda (words at start end)
     (test-refused "bounds" 'out-of-range words (lambda () (block-copy! block at other start end))))
   '("^block-copy!: 'at' " "^block-copy!: 'at' "
     "^block-copy!: the 32 bytes do not fit: 'to' has 16 from 'at' on$"
     "^block-copy!: the 9 bytes do not fit: 'to' has 8 ")
   '(17 -1 0 8)
   '(0 0 0 0)
   '(0 0 32 9))
  (block-zero! block 16)
  (block-copy! block 16 other 32))

(define (test-bytes)
  (call-with-block 8
    (lambda (block)
      (define bytes (block-bytevector block))
      (define seen (pointer->bytevector (block-pointer block) 8))
      (test-eq "buffer: one" bytes (block-bytevector block))
      (block-zero! block)
      (bytevector-u8-set! bytes 2 9)
      (test-equal "buffer: written" 9 (bytevector-u8-ref seen 2))
      (bytevector-u8-set! seen 3 8)
      (test-equal "buffer: read" 8 (bytevector-u8-ref bytes 3))
      (block-fill! block 255)
      (block-fill! block 127 1 3)
      (block-fill! block -128 7)
      (block-zero! block 3 5)
      (test-equal "fill and zero" #vu8(255 127 127 0 0 255 255 128) (bytevector-copy bytes))
      (block-copy! block 0 block 6 8)
      (test-equal "copy" #vu8(255 128 127 0 0 255 255 128) (bytevector-copy bytes)))))

(define (test-round-trip)
  (define size (expt 2 20))
  (call-with-block size
    (lambda (one)
      (call-with-block size
        (lambda (other)
          (define bytes (block-bytevector one))
          (do ((index 0 (+ index 1)))
              ((= index size))
            (bytevector-u8-set! bytes index (modulo (* index 7) 251)))
          (block-zero! other)
          (block-copy! other 0 one)
          (test-assert "round trip" (bytevector=? bytes (block-bytevector other))))))))

;;; Growth.

(define (resident)
  "The resident memory of the process in bytes."
  (define pages (call-with-input-file "/proc/self/statm" (lambda (port) (read port) (read port))))
  (* pages 4096))

(define (churn count use)
  (do ((left count (- left 1)))
      ((zero? left))
    (use)))

(define (growth warm-up count use)
  (churn warm-up use)
  (gc)
  (let ((before (resident)))
    (churn count use)
    (- (resident) before)))

(define (test-growth)
  (unless (file-exists? "/proc/self/statm")
    (test-skip 2))
  (test-assert "no growth"
    (< (growth 20000 100000 (lambda () (call-with-block 1000 block-zero!)))
       (expt 2 20)))
  ;; If the collector did not know the size of the bytevectors, this would be 2 GiB.
  (test-assert "no growth: bytevectors"
    (< (growth 1 2000
               (lambda ()
                 (call-with-block (expt 2 20)
                   (lambda (block) (bytevector-fill! (block-bytevector block) 1)))))
       (* 256 (expt 2 20)))))

;;; Threads.

(define (both work)
  "Call WORK with 0 and with 1 at the same time, and return the results."
  (map join-thread
       (map (lambda (number) (call-with-new-thread (lambda () (work number)))) '(0 1))))

(define (test-threads)
  (define (allocate-some number)
    (map (lambda (size)
           (free (allocate size) size)
           (let ((block (make-block size)))
             (block-fill! block number)
             block))
         (iota 2000)))
  (define kept (both allocate-some))
  (define (full-of? number block)
    (every (lambda (byte) (= byte number)) (bytevector->u8-list (block-bytevector block))))
  (define (free-others number)
    (every (lambda (block)
             (define full (full-of? (- 1 number) block))
             (block-free! block)
             full)
           (list-ref kept (- 1 number))))
  (test-equal "threads" '(#t #t) (both free-others)))

(define (test-race)
  "If two threads free a block at the same time, one succeeds; and memory in use stays."
  (define blocks (map (lambda (size) (make-block 64)) (iota 5000)))
  (define (free-all number)
    (count (lambda (block)
             (with-exception-handler
                 (lambda (error) (not (block-freed-error? error)))
               (lambda ()
                 (block-fill! block number)
                 (block-free! block)
                 #t)
               #:unwind? #t))
           blocks))
  (test-equal "threads: one frees" 5000 (apply + (both free-all))))

(define (test-blocks)
  (test-oracle)
  (test-ownership)
  (test-reentry)
  (test-after-free)
  (test-kept-bytes)
  (test-same-size)
  (test-arguments)
  (test-bounds)
  (test-bytes)
  (test-round-trip)
  (test-growth)
  (test-threads)
  (test-race))
