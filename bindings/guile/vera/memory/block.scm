;;; SPDX-License-Identifier: MIT
;;; Blocks: memory that knows its size and alignment, and is given back once.
;;;
;;; What a block has of the library is its memory.  That may be in use elsewhere while
;;; the block is freed: by a call in another thread, or by a bytevector that was taken,
;;; from which nobody can take it away.  So memory counts who holds it, and the last to
;;; let go gives it back.  Guardians find the bytevectors and the blocks that nobody
;;; refers to any more.

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

;;; The functions that own and consume, as the manifest tells.

(define memory-module (load-vera-module "memory"))

(define %align (assoc-ref (vera-module-manifest memory-module) "align"))

(define (any-alignment object key)
  "The names in the attribute KEY of OBJECT, if it is one for blocks of any alignment."
  (define names (assoc-ref object key))
  (and names (string? (assoc-ref names "align")) names))

(define (with-named-arguments function . names)
  "The procedure of FUNCTION, taking the arguments that NAMES names, in that order."
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
  (holders memory-holders))             ; an atomic box of how many

(define (give-back memory)
  (consume (memory-pointer memory) (memory-size memory) (memory-align memory)))

(define (change-holders! memory change)
  "Change how many hold MEMORY, unless nobody does, and return how many did before."
  (define box (memory-holders memory))
  (let retry ((count (atomic-box-ref box)))
    (if (zero? count)
        0
        (let ((seen (atomic-box-compare-and-swap! box count (+ count change))))
          (if (= seen count) count (retry seen))))))

(define (hold! memory)
  "Whether MEMORY is there, and is now held once more."
  (positive? (change-holders! memory 1)))

(define (let-go! memory)
  (when (= 1 (change-holders! memory -1))
    (give-back memory)))

(define abandoned (make-guardian))      ; memory of blocks that were not freed
(define unseen (make-guardian))         ; bytevectors

;; From the address of each memory that a bytevector shows to that memory.  A weak table
;; of bytevectors would do without a guardian, but Guile's may keep what they held.
(define shown (make-hash-table))
(define shown-lock (make-mutex))

(define-syntax-rule (with-shown expression ...)
  ;; The collector's hook comes here too, in whichever thread, but not amid this.
  (call-with-blocked-asyncs
   (lambda () (with-mutex shown-lock expression ...))))

(define (forget! address)
  (with-shown
   (let ((memory (hashv-ref shown address)))
     (hashv-remove! shown address)
     memory)))

(define (for-each-found procedure guardian)
  (let ((found (guardian)))
    (when found
      (procedure found)
      (for-each-found procedure guardian))))

(define (give-back-lost)
  (for-each-found (lambda (bytevector)
                    (let-go! (forget! (pointer-address (bytevector->pointer bytevector)))))
                  unseen)
  (for-each-found let-go! abandoned))

;; For when nothing is allocated any more.
(add-hook! after-gc-hook give-back-lost)

(define (check-extent who size align)
  (check-integer who "size" size 0 (- (expt 2 63) 1))
  (check-integer who "align" align 1 (expt 2 62))
  (unless (zero? (logand align (- align 1)))
    (scm-error 'out-of-range who "'align' must be a power of two, not ~A"
               (list align) (list align))))

(define (own-after-collections size align)
  "Memory that garbage had, or null: the collector, which does not know how large blocks
are, may not have come yet.  A block whose bytevector is garbage too goes only after
that, and what another thread finds may still be on its way back."
  (let retry ((left 3))
    (gc)
    (give-back-lost)
    (let ((pointer (own size align)))
      (if (and (null-pointer? pointer) (positive? left))
          (retry (- left 1))
          pointer))))

(define (own-surely size align)
  (define pointer (own size align))
  (if (null-pointer? pointer)
      (own-after-collections size align)
      pointer))

(define (allocate-memory who size align)
  (check-extent who size align)
  (give-back-lost)
  (let ((pointer (own-surely size align)))
    (when (null-pointer? pointer)
      (scm-error 'out-of-memory who "there are not ~A bytes of memory, aligned to ~A"
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
  "Return how many bytes BLOCK has, or had before it was freed."
  (size-for "block-size" "block" block))

(define (block-align block)
  "Return what the address of BLOCK is a multiple of."
  (check-block "block-align" "block" block)
  (%block-align block))

(define (block-of memory)
  (%make-block (memory-size memory) (memory-align memory) (make-atomic-box memory) #f))

(define* (make-block size #:key (align %align))
  "Return a block of SIZE bytes at a multiple of ALIGN, which is freed by `block-free!'
or, once nothing refers to it and its bytes any more, by the collector."
  (define memory (allocate-memory "make-block" size align))
  (abandoned memory)
  (block-of memory))

(define (free-unless-freed! block)
  "Whether BLOCK was not freed before.  Of two threads that come here, one gets the
memory."
  (define memory (atomic-box-swap! (block-memory block) #f))
  (cache-bytevector! block #f)
  (when memory
    (let-go! memory))
  (->bool memory))

(define (block-free! block)
  "Give the memory of BLOCK back.  A second time raises a &block-freed-error, and so does
every later use of its bytes.  Memory that a bytevector shows goes back when that is
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
PROCEDURE is left, in whichever way; a continuation cannot enter it again."
  ;; Not guarded, which would cost more than all the rest: it cannot be forgotten.
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
  "Call PROCEDURE with the address of the byte START of BLOCK, whose memory stays for so
long."
  (define memory (hold-memory who block))
  (define address (+ start (pointer-address (memory-pointer memory))))
  (dynamic-wind
    (const #t)
    (lambda () (procedure (make-pointer address)))
    (lambda () (let-go! memory))))

(define (block-pointer block)
  "Return the address of BLOCK, for foreign functions.  It does not keep the memory."
  (memory-pointer (memory-of "block-pointer" block)))

;;; Bytes.

(define register-allocation
  (foreign-library-function #f "scm_gc_register_allocation" #:arg-types (list size_t)))

(define (show memory)
  "A bytevector that holds MEMORY until it is collected."
  (define pointer (memory-pointer memory))
  (define bytevector (pointer->bytevector pointer (memory-size memory)))
  (hashv-set! shown (pointer-address pointer) memory)
  (unseen bytevector)
  ;; The collector sees but a small object.
  (register-allocation (memory-size memory))
  bytevector)

(define (block-bytevector block)
  "Return the bytes of BLOCK, in place: always the same bytevector, until BLOCK is freed.
It keeps the memory for as long as it is referred to, even then."
  (memory-of "block-bytevector" block)
  (or (cached-bytevector block)
      (with-shown
       (or (cached-bytevector block)
           (let ((bytevector (show (hold-memory "block-bytevector" block))))
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
    (scm-error 'misc-error who "the bytes from 'start' and from 'at' on must not overlap"
               '() #f)))

(define* (block-copy! to at from #:optional (start 0)
                      (end (size-for "block-copy!" "from" from)))
  "Copy the bytes of the block FROM from START to before END into the block TO, from AT
on.  In one and the same block, the two must not overlap."
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
  "Set the bytes of BLOCK from START to before END to VALUE, from -128 to 255."
  (define who "block-fill!")
  (check-integer who "value" value -128 255)
  (check-range who "block" block start end)
  (call-with-pointer who block start
    (lambda (pointer)
      (set pointer (if (> value 127) (- value 256) value) (- end start)))))

(define* (block-zero! block #:optional (start 0)
                      (end (size-for "block-zero!" "block" block)))
  "Set the bytes of BLOCK from START to before END to 0."
  (define who "block-zero!")
  (check-range who "block" block start end)
  (call-with-pointer who block start
    (lambda (pointer)
      (zero pointer (- end start)))))
