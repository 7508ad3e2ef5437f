;;;; SPDX-License-Identifier: MIT
;;;; Blocks.

(in-package :vera-memory/tests)

(in-suite vera-memory)

(defun checked (text)
  "What a program prints in the library's check mode, which reports each misuse at once, such as a
free with another size, and lists at exit what was not freed."
  (run-program text :environment '("VERA_MEMORY_MODE=check")))

(test oracle
  "Check mode reports what the tests below rely on."
  (is-true (search "leak: 1 block," (checked "(vera.memory:allocate 100)")))
  (is-true (search "misuse" (checked "(vera.memory:free (vera.memory:allocate 100) 99)"))))

(test same-size
  (let ((printed (checked "
(dolist (size '(0 1 7 8 100 4096 100000))
  (dolist (align '(1 2 8 16 64 4096))
    (vera-memory:free-block (vera-memory:make-block size :align align))
    (vera-memory:with-block (block size :align align) block)
    (ignore-errors (vera-memory:with-block (block size) (error \"~A\" block)))))")))
    (is-false (search "vera_memory:" printed) "~A" printed)))

(test ownership
  (let (kept)
    (is (equal '(1 2) (multiple-value-list (with-block (block 100)
                                             (setf kept block)
                                             (values 1 2)))))
    (is-false (block-live-p kept))
    (signals arithmetic-error (with-block (block 100)
                                (setf kept block)
                                (error 'arithmetic-error)))
    (is-false (block-live-p kept))
    (catch 'out (with-block (block 100)
                  (setf kept block)
                  (throw 'out nil)))
    (is-false (block-live-p kept))
    (with-block (block 100)
      (free-block block))))

(defun litter (count)
  (dotimes (index count)
    (fill-block (make-block (expt 2 20)) 1)))

(test collector
  (let ((before (resident)))
    (if before
        (progn
          (dotimes (round 40)
            (litter 10)
            (tg:gc :full t)
            (sleep 1/100))
          (is (< (- (resident) before) (* 200 (expt 2 20)))))
        (skip "there is no /proc/self/statm"))))

#+linux ; elsewhere memory may have no limit
(test garbage-only
  "If only garbage is in the way, an allocation succeeds."
  (is-true (search "(200)" (run-program "
(loop for count from 0 below 200
      do (vera-memory:make-block (expt 2 28))
      finally (format t \"(~D)~%\" count))"
                                       :environment '("sh" "-c" "ulimit -v 12000000; exec \"$@\""
                                                      "sh")))))

(test second-free
  (let ((block (make-block 100)))
    (free-block block)
    (signals block-freed (free-block block))))

(test use-after-free
  (let ((block (make-block 100))
        (other (make-block 100)))
    (free-block block)
    (signals block-freed (block-ref block 0))
    (signals block-freed (setf (block-ref block 0) 1))
    (signals block-freed (fill-block block 1))
    (signals block-freed (zero-block block))
    (signals block-freed (replace-block block other))
    (signals block-freed (replace-block other block))
    (signals block-freed (block-octets block))
    (signals block-freed (setf (block-octets block) #(1)))
    (signals block-freed (with-block-pointer (pointer block) pointer))
    (is-true (search "freed" (princ-to-string block)))
    (free-block other)))

#+sbcl ; ECL saves no images
(test saved-image
  "A saved image finds the library again, wherever it is then. Blocks from before count as freed."
  (uiop:with-temporary-file (:pathname image)
    (run-program (format nil "
(defvar *block* (vera-memory:make-block 100))
(sb-ext:save-lisp-and-die ~S :executable t :toplevel
  (lambda ()
    (vera-memory:with-block (block 100)
      (vera.memory:free (vera.memory:allocate 100) 100)
      (format t \"(~~A ~~A)~~%\" (vera-memory:block-size block)
              (handler-case (vera-memory:block-ref *block* 0)
                (vera-memory:block-freed () 'freed))))
    (setf *block* nil)
    (tg:gc :full t)
    (sb-ext:exit)))" (uiop:native-namestring image)))
    (let ((printed (uiop:run-program `("env" "VERA_MEMORY_MODE=check"
                                             ,(uiop:native-namestring image))
                                     :output :string :error-output :output
                                     :ignore-error-status t)))
      (is-true (search "(100 FREED)" printed) "~A" printed)
      (is-false (search "vera_memory:" printed) "~A" printed))))

(test in-use
  "A block is not freed while its bytes are in use."
  (let ((block (make-block 100)))
    (with-block-pointer (pointer block)
      (signals block-in-use (free-block block))
      (setf (cffi:mem-ref pointer :uint8 5) 7))
    (is (= 7 (block-ref block 5)))
    (free-block block)))

(test left-while-used
  "If a body fails while another thread uses the bytes, its error is signalled and the thread frees
the block."
  (let ((printed (checked "
(let ((turn 0) kept user)
  (flet ((await (number)
           (loop until (= turn number) do (sleep 1/1000))))
    (handler-case
        (vera-memory:with-block (block 100)
          (setf kept block
                user (bt:make-thread (lambda ()
                                       (vera-memory:with-block-pointer (pointer block)
                                         (setf turn 1)
                                         (await 2)
                                         (setf (cffi:mem-ref pointer :uint8) 7)))))
          (await 1)
          (error 'arithmetic-error))
      (arithmetic-error () (format t \"(own)~%\")))
    (handler-case (vera-memory:block-ref kept 0)
      (vera-memory:block-freed () (format t \"(freed)~%\")))
    (setf turn 2)
    (format t \"(~A)~%\" (bt:join-thread user))))")))
    (is-true (search (format nil "(own)~%(freed)~%(7)") printed) "~A" printed)
    (is-false (search "vera_memory:" printed) "~A" printed)))

(test sizes
  (dolist (size '(0 1 8 100 100000))
    (dolist (align '(1 8 64 4096))
      (with-block (block size :align align)
        (is (= size (block-size block)))
        (is (= align (block-align block)))
        (with-block-pointer (pointer block)
          (is (aligned pointer align)))))))

(test null-blocks
  (refuses (argument-type-error "make-block" "size") (make-block -1))
  (refuses (argument-type-error "make-block" "size") (make-block "1"))
  (refuses (memory-exhausted) (make-block (expt 2 62)))
  (signals storage-condition (make-block (expt 2 62)))
  (handler-case (make-block (expt 2 62) :align 64)
    (memory-exhausted (condition)
      (is (= (expt 2 62) (memory-exhausted-size condition)))
      (is (= 64 (memory-exhausted-align condition)))))
  (dolist (align '(0 -8 3 nil))
    (refuses (argument-type-error "make-block" "align") (make-block 1 :align align))))

(test bounds
  (with-block (block 16)
    (with-block (other 32)
      (dolist (index '(-1 16 1.0 nil))
        (refuses (argument-type-error "block-ref" "index") (block-ref block index))
        (refuses (argument-type-error "block-ref" "index") (setf (block-ref block index) 0)))
      (dolist (byte '(-1 256 1.0 nil))
        (refuses (argument-type-error "block-ref" "byte") (setf (block-ref block 0) byte))
        (refuses (argument-type-error "fill-block" "byte") (fill-block block byte)))
      (loop for (start end) in '((-1 1) (17 17) (15 17) (0 17) (5 4) (17 nil) ("0" 1))
            do (refuses (argument-type-error) (fill-block block 1 :start start :end end))
               (refuses (argument-type-error) (zero-block block :start start :end end))
               (refuses (argument-type-error) (block-octets block :start start :end end))
               (refuses (argument-type-error)
                        (replace-block block other :start1 start :end1 end))
               (refuses (argument-type-error)
                        (replace-block other block :start2 start :end2 end)))
      (refuses (argument-type-error "replace-block" "end2") (replace-block other block :end2 17))
      (refuses (argument-error "block-octets" "octets" "at most 1 long")
               (setf (block-octets block :start 15) #(1 2)))
      (refuses (argument-type-error "block-octets" "octets") (setf (block-octets block) #(256)))
      (refuses (argument-type-error "block-octets" "start")
               (setf (block-octets block :start 17) #()))
      (refuses (argument-error "replace-block" "target" "overlap source")
               (replace-block block block :start1 1 :end2 8)))))

(test no-block
  "A value that is not a block is refused, with the parameter's own name."
  (with-block (block 8)
    (refuses (argument-type-error "free-block" "block") (free-block 7))
    (refuses (argument-type-error "with-block-pointer" "block")
             (with-block-pointer (pointer 7) pointer))
    (refuses (argument-type-error "block-ref" "block") (block-ref nil 0))
    (refuses (argument-type-error "block-octets" "block") (block-octets 7))
    (refuses (argument-type-error "replace-block" "target") (replace-block 7 block))
    (refuses (argument-type-error "replace-block" "source") (replace-block block 7))))

(test buffer
  (with-block (block 100)
    (setf (block-octets block :start 10) #(1 2 3))
    (with-block-pointer (pointer block)
      (is (equal '(1 2 3) (bytes-at (cffi:inc-pointer pointer 10) 3)))
      (setf (cffi:mem-ref pointer :uint8 20) #xa5))
    (is (= #xa5 (block-ref block 20)))
    (dolist (octets (list #(1 2 3)
                          (make-array 3 :element-type '(unsigned-byte 8)
                                        :initial-contents '(1 2 3))
                          (make-array 3 :fill-pointer t :initial-contents '(1 2 3))))
      (zero-block block)
      (is (eq octets (setf (block-octets block) octets)))
      (is (equalp #(1 2 3 0) (block-octets block :end 4))))
    (setf (block-ref block 20) 255)
    (is (equalp #(255) (block-octets block :start 20 :end 21)))))

(test fill-and-zero
  (with-block (block 8)
    (fill-block block 255)
    (fill-block block 127 :start 1 :end 3)
    (fill-block block 128 :start 7)
    (zero-block block :start 3 :end 5)
    (is (equalp #(255 127 127 0 0 255 255 128) (block-octets block)))
    (is (equalp #(0 0 0 0 0 0 0 0) (block-octets (zero-block block))))))

(test replacing
  (with-block (source 8)
    (with-block (target 8)
      (setf (block-octets source) #(0 1 2 3 4 5 6 7))
      (zero-block target)
      (replace-block target source :start1 2 :start2 4 :end2 7)
      (is (equalp #(0 0 4 5 6 0 0 0) (block-octets target)))
      (replace-block target source :start1 6)
      (replace-block target source :end1 1 :start2 3)
      (is (equalp #(3 0 4 5 6 0 0 1) (block-octets target)))
      (replace-block target source)
      (is (equalp (block-octets source) (block-octets target))))))

(test round-trip
  (let* ((size (expt 2 20))
         (octets (make-array size :element-type '(unsigned-byte 8))))
    (dotimes (index size)
      (setf (aref octets index) (mod (* 7 index) 251)))
    (with-block (one size)
      (with-block (other size)
        (setf (block-octets one) octets)
        (replace-block other one)
        (is-true (equalp octets (block-octets other)))))))

(defun churn (count)
  (dotimes (index count)
    (with-block (block 1000)
      (setf (block-ref block 0) 1))))

(test no-growth
  (if (resident)
      (progn
        (churn 100000)
        (tg:gc :full t)
        (let ((before (resident)))
          (churn 100000)
          (tg:gc :full t)
          (is (< (- (resident) before) (expt 2 20)))))
      (skip "there is no /proc/self/statm")))

(defun run-both (work)
  "The results of (WORK 0) and (WORK 1), called at the same time."
  (mapcar #'bt:join-thread
          (loop for number below 2
                collect (let ((number number))
                          (bt:make-thread (lambda () (funcall work number)))))))

(test threads
  "Both threads allocate and free at the same time; then each frees what the other allocated."
  (let ((kept (run-both (lambda (number)
                          (loop for size below 1000
                                do (vera '#:free (vera '#:allocate size) size)
                                collect (fill-block (make-block size) number))))))
    (is (equal '(t t)
               (run-both (lambda (number)
                           (loop for block in (nth (- 1 number) kept)
                                 always (every (lambda (octet) (= octet (- 1 number)))
                                               (block-octets block))
                                 do (free-block block))))))
    (is-true (notany #'block-live-p (apply #'append kept)))))

(test one-frees
  "If two threads free a block at the same time, one succeeds."
  (let* ((blocks (loop repeat 1000 collect (make-block 64)))
         (freed (run-both (lambda (number)
                            (declare (ignore number))
                            (count t (mapcar (lambda (block)
                                               (handler-case (progn (free-block block) t)
                                                 (block-freed () nil)))
                                             blocks))))))
    (is (= 1000 (reduce #'+ freed)))))
