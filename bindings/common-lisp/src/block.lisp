;;;; SPDX-License-Identifier: MIT
;;;; Blocks: memory that knows its size and alignment, checks its bounds, and is freed once.

(in-package :vera-memory)

;;; The functions that allocate and free are found by their attributes in the manifest.

(defun with-parameters (description names)
  "The function with exactly these parameters, in this order."
  (let ((function (module-function *memory* (get-in description "name")))
        (order (loop for parameter in (parameters description)
                     collect (position (get-in parameter "name") names :test #'equal))))
    (lambda (&rest arguments)
      (apply function (mapcar (lambda (place) (nth place arguments)) order)))))

(defun owning-function ()
  "The function that allocates a block of any alignment. It takes size and alignment."
  (dolist (description (functions (module-manifest *memory*)))
    (let ((owned (get-in description "returns" "owned")))
      (when (stringp (get-in owned "align"))
        (return-from owning-function
          (with-parameters description (list (get-in owned "size") (get-in owned "align")))))))
  (module-error "vera:memory has no function that allocates."))

(defun consuming-function ()
  "The function that frees such a block. It takes address, size and alignment."
  (dolist (description (functions (module-manifest *memory*)))
    (dolist (parameter (parameters description))
      (let ((consumes (get-in parameter "consumes")))
        (when (stringp (get-in consumes "align"))
          (return-from consuming-function
            (with-parameters description (list (get-in parameter "name")
                                               (get-in consumes "size")
                                               (get-in consumes "align"))))))))
  (module-error "vera:memory has no function that frees."))

(defvar *allocate* (owning-function))
(defvar *free* (consuming-function))
(defvar *copy* (module-function *memory* "copy_memory"))
(defvar *set* (module-function *memory* "set_memory"))
(defvar *zero* (module-function *memory* "zero_memory"))

(defvar *image* 0
  "How many images were saved. A block from an earlier image counts as freed: its memory is gone.")

(defun forget-blocks ()
  (incf *image*))

#+sbcl (pushnew 'forget-blocks sb-ext:*save-hooks*)
#-sbcl (uiop:register-image-dump-hook 'forget-blocks)

(defstruct (memory-block (:constructor new-block (size align pointer))
                         (:conc-name block-) (:copier nil) (:predicate nil))
  "Memory that is freed by FREE-BLOCK, at the end of WITH-BLOCK, or by the collector."
  (size 0 :type unsigned-byte :read-only t)
  (align 1 :type unsigned-byte :read-only t)
  (pointer nil :read-only t)
  (image *image*)                       ; nil once the block was freed
  (users 0 :type fixnum)                ; how many use the bytes now
  (lock (bt:make-lock "memory-block") :read-only t))

(setf (documentation 'block-size 'function) "The block's size in bytes."
      (documentation 'block-align 'function) "The block's address is a multiple of this.")

(defun block-live-p (block)
  "Whether the block is not freed yet."
  (eql (block-image block) *image*))

(defmethod print-object ((block memory-block) stream)
  (print-unreadable-object (block stream :type t :identity t)
    (format stream "of ~D byte~:P, aligned to ~D~:[, freed~;~]"
            (block-size block) (block-align block) (block-live-p block))))

(defun allocate-after-collection (size align)
  "Runs the collector and tries again; returns NIL if there still is no memory. The collector does
not know how large blocks are, so it may not have freed those that are garbage. Finalizers run
somewhat later, on SBCL in a thread of their own."
  (tg:gc :full t)
  (loop repeat 10
        thereis (funcall *allocate* size align)
        do (sleep 1/100)))

(defun make-block (size &key (align (get-in (module-manifest *memory*) "align")))
  "A block of SIZE bytes at a multiple of ALIGN, a power of two. Signals MEMORY-EXHAUSTED, a
STORAGE-CONDITION, if there is not that much memory."
  (check-argument make-block size (unsigned-byte 63))
  (check-argument make-block align (and (unsigned-byte 63) (satisfies power-of-two-p)))
  (let ((pointer (or (funcall *allocate* size align)
                     (allocate-after-collection size align)))
        (free *free*)
        (image *image*))
    (unless pointer
      (error 'memory-exhausted :size size :align align))
    ;; The finalizer must not refer to the block, or the block would never become garbage.
    (tg:finalize (new-block size align pointer)
                 (lambda ()
                   (when (= image *image*)
                     (funcall free pointer size align))))))

(defun live-pointer (block)
  (if (block-live-p block)
      (block-pointer block)
      (error 'block-freed :block block)))

(defun free-memory (block)
  "Frees the memory of a block that is marked as freed and that nobody uses."
  (tg:cancel-finalization block)
  (funcall *free* (block-pointer block) (block-size block) (block-align block))
  (values))

(defun free-block (block)
  "Frees the block. A second time signals BLOCK-FREED."
  (check-argument free-block block memory-block)
  (bt:with-lock-held ((block-lock block))
    (live-pointer block)
    (unless (zerop (block-users block))
      (error 'block-in-use :block block))
    (setf (block-image block) nil))
  (free-memory block))

(defun end-block (block)
  "Frees the block unless it was freed before. Signals nothing, because that would hide the reason
why the body was left. If another thread uses the bytes, their last user frees them."
  (when (bt:with-lock-held ((block-lock block))
          (and (block-live-p block)
               (progn (setf (block-image block) nil)
                      (zerop (block-users block)))))
    (free-memory block)))

(defmacro with-block ((block size &rest options) &body body)
  "Evaluates BODY with a block from MAKE-BLOCK, and frees the block however BODY is left."
  (let ((made (gensym "BLOCK")))
    `(let ((,made (make-block ,size ,@options)))
       (unwind-protect (let ((,block ,made)) ,@body)
         (end-block ,made)))))

(defun call-with-pointer (user parameter block function)
  (unless (typep block 'memory-block)
    (complain-of-type user parameter block 'memory-block))
  (let ((pointer (bt:with-lock-held ((block-lock block))
                   (prog1 (live-pointer block)
                     (incf (block-users block))))))
    ;; The block is used at the end, so it does not become garbage earlier.
    (unwind-protect (funcall function pointer)
      (when (bt:with-lock-held ((block-lock block))
              (and (zerop (decf (block-users block)))
                   (null (block-image block))))
        (free-memory block)))))

(defmacro with-block-pointer ((pointer block) &body body)
  "Evaluates BODY with the block's address as a CFFI pointer. Accesses through it are not checked.
But the block cannot be freed in BODY: FREE-BLOCK signals BLOCK-IN-USE, and a WITH-BLOCK that ends
in another thread leaves freeing to the end of BODY."
  `(call-with-pointer 'with-block-pointer 'block ,block (lambda (,pointer) ,@body)))

(defmacro with-pointer-for ((user pointer block) &body body)
  "The same for the function USER, which has a parameter BLOCK."
  `(call-with-pointer ',user ',block ,block (lambda (,pointer) ,@body)))

(defun check-part (function block start end &optional (start-name 'start) (end-name 'end))
  "The number of bytes from START to END, after checking that both are within the block."
  (check-between function start-name start 0 (block-size block))
  (if end
      (- (check-between function end-name end start (block-size block)) start)
      (- (block-size block) start)))

(defun check-index (block index)
  (check-between 'block-ref 'index index 0 (1- (block-size block))))

(defun block-ref (block index)
  "The byte at INDEX."
  (with-pointer-for (block-ref pointer block)
    (check-index block index)
    (cffi:mem-ref pointer :uint8 index)))

(defun (setf block-ref) (byte block index)
  (with-pointer-for (block-ref pointer block)
    (check-index block index)
    (check-argument block-ref byte (unsigned-byte 8))
    (setf (cffi:mem-ref pointer :uint8 index) byte)))

(defun fill-block (block byte &key (start 0) end)
  "Sets the bytes from START to END to BYTE."
  (check-argument fill-block byte (unsigned-byte 8))
  (with-pointer-for (fill-block pointer block)
    (let ((count (check-part 'fill-block block start end)))
      (funcall *set* (cffi:inc-pointer pointer start) (if (< byte 128) byte (- byte 256)) count)))
  block)

(defun zero-block (block &key (start 0) end)
  "Sets the bytes from START to END to 0."
  (with-pointer-for (zero-block pointer block)
    (let ((count (check-part 'zero-block block start end)))
      (funcall *zero* (cffi:inc-pointer pointer start) count)))
  block)

(defun replace-block (target source &key (start1 0) end1 (start2 0) end2)
  "Copies the bytes of SOURCE from START2 to END2 over those of TARGET from START1 to END1. Like
REPLACE, it copies as many as the shorter of both ranges has. The ranges must not overlap."
  (with-pointer-for (replace-block to target)
    (with-pointer-for (replace-block from source)
      (let* ((room (check-part 'replace-block target start1 end1 'start1 'end1))
             (count (min room (check-part 'replace-block source start2 end2 'start2 'end2)))
             (to (cffi:inc-pointer to start1))
             (from (cffi:inc-pointer from start2)))
        (when (overlapp to count from count)
          (complain 'replace-block 'target "must not overlap source"))
        (funcall *copy* to from count))))
  target)

(defun block-octets (block &key (start 0) end)
  "A fresh vector of the bytes from START to END."
  (with-pointer-for (block-octets pointer block)
    (let* ((count (check-part 'block-octets block start end))
           (octets (cffi:make-shareable-byte-vector count)))
      (cffi:with-pointer-to-vector-data (to octets)
        (funcall *copy* to (cffi:inc-pointer pointer start) count))
      octets)))

(defun shareable (octets)
  "The vector itself if foreign functions can read it, or else a copy."
  (if (typep octets '(simple-array (unsigned-byte 8) (*)))
      octets
      (map-into (cffi:make-shareable-byte-vector (length octets))
                (lambda (octet)
                  (if (typep octet '(unsigned-byte 8))
                      octet
                      (complain-of-type 'block-octets 'octets octet '(unsigned-byte 8))))
                octets)))

(defun (setf block-octets) (octets block &key (start 0))
  "Stores the vector's bytes at START."
  (check-argument block-octets octets vector)
  (with-pointer-for (block-octets pointer block)
    (let ((room (check-part 'block-octets block start nil))
          (count (length octets)))
      (when (> count room)
        (complain 'block-octets 'octets
                  (format nil "must be at most ~D long at start ~D, not ~D" room start count)))
      (cffi:with-pointer-to-vector-data (from (shareable octets))
        (funcall *copy* (cffi:inc-pointer pointer start) from count))))
  octets)
