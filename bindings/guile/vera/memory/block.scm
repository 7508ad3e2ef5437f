;;; SPDX-License-Identifier: MIT
;;; Blocks: memory that knows its size and alignment, and is freed once.
;;;
;;; A block's memory may still be in use when the block is freed: by a call in another
;;; thread, or by a bytevector, from which it cannot be taken away.  So memory counts its
;;; holders, and the last one to release it frees it.  Guardians find the bytevectors and
;;; the blocks that nothing refers to any more.

(define-module (vera memory block)
  #:use-module (ice-9 atomic)
  #:use-module (ice-9 exceptions)
  #:use-module (ice-9 threads)
  #:use-module (srfi srfi-1)
  #:use-module (srfi srfi-9)
  #:use-module (srfi srfi-9 gnu)
  #:use-module (system foreign)
  #:use-module (system foreign-library)
  #:use-module (vera module)
  #:use-module (vera module manifest)
  #:use-module (vera module type)
  #:export (&block-freed-error
            block-align
            block-bytevector
            block-copy!
            block-fill!
            block-free!
            block-freed-error-block
            block-freed-error?
            block-pointer
            block-size
            block-zero!
            block?
            call-with-block
            make-block
            memory-module))

(define-exception-type &block-freed-error &programming-error
  make-block-freed-error
  block-freed-error?
  (block block-freed-error-block))

(define (raise-freed who block)
  (raise-exception
   (make-exception (make-block-freed-error block)
                   (make-exception-with-origin who)
                   (make-exception-with-message "the block was freed")
                   (make-exception-with-irritants (list block)))))

;;; The functions that own and consume, according to the manifest.

(define memory-module (load-vera-module "memory"))

(define %align (assoc-ref (vera-module-manifest memory-module) "align"))

(define (any-alignment object key)
  "The names in the attribute KEY of OBJECT, if it is for blocks of any alignment."
  (define names (assoc-ref object key))
  (and names (string? (assoc-ref names "align")) names))

(define (with-named-arguments function . names)
  "The procedure of FUNCTION, with the parameters NAMES in that order."
  (define procedure
    (vera-module-ref memory-module (string->symbol (name-of function))))
  (define indices
    (map (lambda (parameter)
           (list-index (lambda (name) (equal? name (name-of parameter))) names))
         (parameters function)))
  (lambda arguments
    (apply procedure (map (lambda (index) (list-ref arguments index)) indices))))

(define (owner function)
  (define owned (any-alignment (assoc-ref function "returns") "owned"))
  (and owned
       (with-named-arguments function (assoc-ref owned "size") (assoc-ref owned "align"))))

(define (consumer function)
  (define (consumer-of parameter)
    (define consumed (any-alignment parameter "consumes"))
    (and consumed
         (with-named-arguments function (name-of parameter)
                               (assoc-ref consumed "size") (assoc-ref consumed "align"))))
  (any consumer-of (parameters function)))

(define (one-of maker what)
  (or (any maker (functions (vera-module-manifest memory-module)))
      (error "vera:memory has no function that" what)))

(define own (one-of owner "allocates"))
(define consume (one-of consumer "frees"))
(define copy (vera-module-ref memory-module 'copy_memory))
(define set (vera-module-ref memory-module 'set_memory))
(define zero (vera-module-ref memory-module 'zero_memory))

;;; Memory.

(define-record-type <memory>
  (make-memory pointer size align holders)
  memory?
  (pointer memory-pointer)
  (size memory-size)
  (align memory-align)
  (holders memory-holders))             ; an atomic box of their number

(define (free-memory memory)
  (consume (memory-pointer memory) (memory-size memory) (memory-align memory)))

(define (change-holders! memory change)
  "Change the number of holders of MEMORY, unless it is 0, and return what it was."
  (define box (memory-holders memory))
  (let retry ((count (atomic-box-ref box)))
    (if (zero? count)
        0
        (let ((seen (atomic-box-compare-and-swap! box count (+ count change))))
          (if (= seen count) count (retry seen))))))

(define (hold! memory)
  "Add a holder to MEMORY.  Return #f if it was freed."
  (positive? (change-holders! memory 1)))

(define (release! memory)
  (when (= 1 (change-holders! memory -1))
    (free-memory memory)))

(define abandoned-memory (make-guardian)) ; of blocks that were not freed
(define abandoned-bytevectors (make-guardian))

;; The memory that each bytevector holds, by its address.  A weak table of bytevectors
;; would need no guardian, but Guile's may keep what they held.
(define viewed (make-hash-table))
(define viewed-lock (make-mutex))

(define-syntax-rule (with-viewed expression ...)
  ;; The collector's hook also enters here, in any thread.  Blocked asyncs keep it from
  ;; interrupting this.
  (call-with-blocked-asyncs
   (lambda () (with-mutex viewed-lock expression ...))))

(define (forget! address)
  (with-viewed
   (let ((memory (hashv-ref viewed address)))
     (hashv-remove! viewed address)
     memory)))

(define (for-each-found procedure guardian)
  (let ((found (guardian)))
    (when found
      (procedure found)
      (for-each-found procedure guardian))))

(define (free-abandoned)
  (for-each-found (lambda (bytevector)
                    (release! (forget! (pointer-address (bytevector->pointer bytevector)))))
                  abandoned-bytevectors)
  (for-each-found release! abandoned-memory))

;; For programs that do not allocate any more.
(add-hook! after-gc-hook free-abandoned)

(define (check-extent who size align)
  (check-integer who "size" size 0 (- (expt 2 63) 1))
  (check-integer who "align" align 1 (expt 2 62))
  (unless (zero? (logand align (- align 1)))
    (scm-error 'out-of-range who "'align' must be a power of two, not ~A"
               (list align) (list align))))

(define (own-after-collections size align)
  "Run the collector and try again; return null if there still is no memory.  The
collector does not know how large blocks are, so it may not have freed those that are
garbage.  A block whose bytevector is also garbage is freed only after the bytevector,
and another thread may not yet have freed what it found."
  (let retry ((left 3))
    (gc)
    (free-abandoned)
    (let ((pointer (own size align)))
      (if (and (null-pointer? pointer) (positive? left))
          (retry (- left 1))
          pointer))))

(define (own-or-collect size align)
  (define pointer (own size align))
  (if (null-pointer? pointer)
      (own-after-collections size align)
      pointer))

(define (allocate-memory who size align)
  (check-extent who size align)
  (free-abandoned)
  (let ((pointer (own-or-collect size align)))
    (when (null-pointer? pointer)
      (scm-error 'out-of-memory who "there is no memory for ~A bytes aligned to ~A"
                 (list size align) #f))
    (make-memory pointer size align (make-atomic-box 1))))

;;; Blocks.

(define-record-type <block>
  (%make-block size align memory bytevector)
  block?
  (size %block-size)
  (align %block-align)
  (memory block-memory)                 ; an atomic box of it, or of #f once it is freed
  (bytevector cached-bytevector cache-bytevector!))

(set-record-type-printer! <block>
  (lambda (block port)
    (format port "#<block of ~a bytes, aligned to ~a~a>"
            (%block-size block)
            (%block-align block)
            (if (atomic-box-ref (block-memory block)) "" ", freed"))))

(define (check-block who parameter block)
  (unless (block? block)
    (refuse-type who parameter "a block" block)))

(define (size-for who parameter block)
  (check-block who parameter block)
  (%block-size block))

(define (block-size block)
  "Return the size of BLOCK in bytes, which a free does not change."
  (size-for "block-size" "block" block))

(define (block-align block)
  "Return the alignment of BLOCK: its address is a multiple of it."
  (check-block "block-align" "block" block)
  (%block-align block))

(define (block-of memory)
  (%make-block (memory-size memory) (memory-align memory) (make-atomic-box memory) #f))

(define* (make-block size #:key (align %align))
  "Return a block of SIZE bytes at a multiple of ALIGN.  `block-free!' frees it, or the
collector does, once nothing refers to it or its bytes any more."
  (define memory (allocate-memory "make-block" size align))
  (abandoned-memory memory)
  (block-of memory))

(define (free-unless-freed! block)
  "Return whether this call frees BLOCK.  If two threads call it at the same time, only
one gets the memory."
  (define memory (atomic-box-swap! (block-memory block) #f))
  (cache-bytevector! block #f)
  (when memory
    (release! memory))
  (->bool memory))

(define (block-free! block)
  "Free BLOCK.  A second time raises a &block-freed-error, and so does every later use of
its bytes.  If a bytevector holds the memory, it is freed once the bytevector is
collected."
  (check-block "block-free!" "block" block)
  (unless (free-unless-freed! block)
    (raise-freed "block-free!" block)))

(define (memory-of who block)
  (check-block who "block" block)
  (or (atomic-box-ref (block-memory block))
      (raise-freed who block)))

(define* (call-with-block size procedure #:key (align %align))
  "Call PROCEDURE with a block, and return what it returns.  The block is freed when
PROCEDURE is left in any way.  A continuation cannot enter PROCEDURE again."
  ;; The block needs no guardian, which would cost more than all the rest: it is always
  ;; freed here.
  (define block (block-of (allocate-memory "call-with-block" size align)))
  (dynamic-wind
    (lambda () (memory-of "call-with-block" block))
    (lambda () (procedure block))
    (lambda () (free-unless-freed! block))))

(define (hold-memory who block)
  (define memory (memory-of who block))
  (unless (hold! memory)
    (raise-freed who block))
  memory)

(define (call-with-pointer who block start procedure)
  "Call PROCEDURE with the address of the byte START of BLOCK, whose memory stays until
PROCEDURE returns."
  (define memory (hold-memory who block))
  (define address (+ start (pointer-address (memory-pointer memory))))
  (dynamic-wind
    (const #t)
    (lambda () (procedure (make-pointer address)))
    (lambda () (release! memory))))

(define (block-pointer block)
  "Return the address of BLOCK, for foreign functions.  It does not keep the memory."
  (memory-pointer (memory-of "block-pointer" block)))

;;; Bytes.

(define register-allocation
  (foreign-library-function #f "scm_gc_register_allocation" #:arg-types (list size_t)))

(define (make-view memory)
  "A bytevector that holds MEMORY until the bytevector is collected."
  (define pointer (memory-pointer memory))
  (define bytevector (pointer->bytevector pointer (memory-size memory)))
  (hashv-set! viewed (pointer-address pointer) memory)
  (abandoned-bytevectors bytevector)
  ;; The collector itself sees only a small object.
  (register-allocation (memory-size memory))
  bytevector)

(define (block-bytevector block)
  "Return the bytes of BLOCK, in place: always the same bytevector, until BLOCK is freed.
The bytevector keeps the memory as long as something refers to it, even after that."
  (memory-of "block-bytevector" block)
  (or (cached-bytevector block)
      (with-viewed
       (or (cached-bytevector block)
           (let ((bytevector (make-view (hold-memory "block-bytevector" block))))
             (cache-bytevector! block bytevector)
             bytevector)))))

(define (check-range who parameter block start end)
  (define size (size-for who parameter block))
  (check-integer who "start" start 0 size)
  (check-integer who "end" end start size))

(define (check-room who to at count)
  (define room (- (%block-size to) at))
  (when (> count room)
    (scm-error 'out-of-range who "the ~A bytes do not fit: 'to' has ~A from 'at' on"
               (list count room) (list count))))

(define (check-overlap who to at from start count)
  (when (and (eq? to from) (< 0 (abs (- at start)) count))
    (scm-error 'misc-error who "the bytes at 'start' and those at 'at' must not overlap"
               '() #f)))

(define* (block-copy! to at from #:optional (start 0)
                      (end (size-for "block-copy!" "from" from)))
  "Copy the bytes of the block FROM, from START up to END (exclusive), into the block TO at
AT.  If both blocks are the same, the two ranges must be equal or not overlap."
  (define who "block-copy!")
  (check-range who "from" from start end)
  (check-integer who "at" at 0 (size-for who "to" to))
  (check-room who to at (- end start))
  (check-overlap who to at from start (- end start))
  (call-with-pointer who to at
    (lambda (target)
      (call-with-pointer who from start
        (lambda (source)
          (copy target source (- end start)))))))

(define* (block-fill! block value #:optional (start 0)
                      (end (size-for "block-fill!" "block" block)))
  "Set the bytes of BLOCK, from START up to END (exclusive), to VALUE, which is from -128 to
255."
  (define who "block-fill!")
  (check-integer who "value" value -128 255)
  (check-range who "block" block start end)
  (call-with-pointer who block start
    (lambda (pointer)
      (set pointer (if (> value 127) (- value 256) value) (- end start)))))

(define* (block-zero! block #:optional (start 0)
                      (end (size-for "block-zero!" "block" block)))
  "Set the bytes of BLOCK, from START up to END (exclusive), to 0."
  (define who "block-zero!")
  (check-range who "block" block start end)
  (call-with-pointer who block start
    (lambda (pointer)
      (zero pointer (- end start)))))
