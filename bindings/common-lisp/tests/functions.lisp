;;;; SPDX-License-Identifier: MIT
;;;; The functions under their VERA names, and the arguments they refuse.

(in-package :vera-memory/tests)

(in-suite vera-memory)

(defun described ()
  (coerce (gethash "functions" (module-manifest *memory*)) 'list))

(defun bytes-at (pointer count)
  (loop for index below count collect (cffi:mem-ref pointer :uint8 index)))

(defun set-bytes (pointer bytes)
  (loop for byte in bytes
        for index from 0
        do (setf (cffi:mem-ref pointer :uint8 index) byte)))

(defun aligned (pointer align)
  (zerop (mod (cffi:pointer-address pointer) align)))

(test functions
  (let ((exported '()))
    (do-external-symbols (symbol "VERA.MEMORY")
      (is-true (fboundp symbol))
      (push (substitute #\_ #\- (string-downcase symbol)) exported))
    (is (equal (sort exported #'string<)
               (sort (mapcar (lambda (description) (gethash "name" description)) (described))
                     #'string<))))
  #-ecl ; does not keep the documentation of evaluated functions
  (is-true (search "allocate_aligned(size: i64, align: i64) -> ptr"
                   (documentation (find-symbol "ALLOCATE-ALIGNED" "VERA.MEMORY") 'function))))

(test allocate
  (dolist (size '(0 1 8 100 100000))
    (let ((pointer (vera '#:allocate size)))
      (is (aligned pointer 8))
      (dotimes (index size)
        (setf (cffi:mem-ref pointer :uint8 index) #xa5))
      (is (= size (count #xa5 (bytes-at pointer size))))
      (is (null (multiple-value-list (vera '#:free pointer size)))))))

(test allocate-aligned
  (loop for align = 1 then (* 2 align) while (<= align 4096)
        do (let ((pointer (vera '#:allocate-aligned 100 align)))
             (is (aligned pointer align))
             (set-bytes pointer (make-list 100 :initial-element #xa5))
             (vera '#:free-aligned pointer 100 align))))

(test copy-memory
  (cffi:with-foreign-objects ((source :uint8 4) (target :uint8 4))
    (set-bytes source '(1 2 3 4))
    (set-bytes target '(0 0 0 0))
    (vera '#:copy-memory target source 3)
    (is (equal '(1 2 3 0) (bytes-at target 4)))
    (vera '#:copy-memory target target 4)
    (vera '#:copy-memory target source 0)
    (vera '#:copy-memory nil nil 0)
    (is (equal '(1 2 3 0) (bytes-at target 4)))))

(test set-memory
  (cffi:with-foreign-object (target :uint8 4)
    (set-bytes target '(0 0 0 0))
    (vera '#:set-memory target -1 3)
    (is (equal '(255 255 255 0) (bytes-at target 4)))
    (vera '#:set-memory target -128 1)
    (vera '#:set-memory (cffi:inc-pointer target 1) 127 1)
    (vera '#:set-memory target 1 0)
    (vera '#:set-memory nil -1 0)
    (is (equal '(128 127 255 0) (bytes-at target 4)))))

(test zero-memory
  (cffi:with-foreign-object (target :uint8 4)
    (set-bytes target '(1 2 3 4))
    (vera '#:zero-memory target 3)
    (vera '#:zero-memory nil 0)
    (is (equal '(0 0 0 4) (bytes-at target 4)))))

(test free-null
  (is (null (vera '#:free nil 100)))
  (is (null (vera '#:free (cffi:null-pointer) 100)))
  (is (null (vera '#:free-aligned nil 100 64))))

(test null
  (is (null (vera '#:allocate -1)))
  (is (null (vera '#:allocate (expt 2 62)))))

(test count-of-arguments
  (dolist (description (described))
    (let ((name (substitute #\- #\_ (string-upcase (gethash "name" description))))
          (count (length (gethash "parameters" description))))
      (dolist (wrong (list (1- count) (1+ count)))
        (refuses (argument-count-error name)
                 (apply #'vera name (make-list wrong :initial-element 0)))))))

(test types
  (dolist (wrong (list "1" #\1 1.0 1.5d0 3/2 t nil '(1) (cffi:null-pointer)))
    (refuses (argument-type-error "allocate" "size") (vera '#:allocate wrong))
    (refuses (argument-type-error "allocate-aligned" "align") (vera '#:allocate-aligned 8 wrong))
    (refuses (argument-type-error "set-memory" "value") (vera '#:set-memory nil wrong 0)))
  (dolist (wrong (list "1" 0 1 1.0 t '(1)))
    (refuses (argument-type-error "free" "addr") (vera '#:free wrong 0))))

(test complaints
  (handler-case (vera '#:allocate 1/2)
    (argument-error (condition)
      (is (string= "must be of type (SIGNED-BYTE 64), not 1/2"
                   (argument-error-complaint condition)))
      (is (string= (format nil "allocate: size ~A" (argument-error-complaint condition))
                   (princ-to-string condition)))))
  (handler-case (vera '#:free nil)
    (argument-count-error (condition)
      (is (= 2 (argument-error-count condition))))))

(test ranges
  (dolist (wrong (list (expt 2 63) (- -1 (expt 2 63))))
    (refuses (argument-type-error "allocate" "size") (vera '#:allocate wrong))
    (refuses (argument-type-error "zero-memory" "count") (vera '#:zero-memory nil wrong)))
  (dolist (wrong '(128 -129 255))
    (refuses (argument-type-error "set-memory" "value") (vera '#:set-memory nil wrong 0)))
  (vera '#:free nil (- (expt 2 63)))
  (vera '#:free nil (1- (expt 2 63))))

(test null-arguments
  (cffi:with-foreign-object (place :uint8)
    (dolist (null (list nil (cffi:null-pointer)))
      (refuses (argument-error "copy-memory" "dest") (vera '#:copy-memory null place 1))
      (refuses (argument-error "copy-memory" "src") (vera '#:copy-memory place null 1))
      (refuses (argument-error "set-memory" "dest") (vera '#:set-memory null 0 1))
      (refuses (argument-error "zero-memory" "dest") (vera '#:zero-memory null 1)))))

(test negative-lengths
  (refuses (argument-type-error "copy-memory" "count") (vera '#:copy-memory nil nil -1))
  (refuses (argument-type-error "set-memory" "count") (vera '#:set-memory nil 0 -1))
  (refuses (argument-type-error "zero-memory" "count") (vera '#:zero-memory nil -1)))

(test overlaps
  (cffi:with-foreign-object (place :uint8 10)
    (set-bytes place '(0 1 2 3 4 5 6 7 8 9))
    (flet ((at (offset) (cffi:inc-pointer place offset)))
      (refuses (argument-error "copy-memory" "dest") (vera '#:copy-memory place (at 1) 5))
      (refuses (argument-error "copy-memory" "dest") (vera '#:copy-memory (at 4) place 5))
      (vera '#:copy-memory (at 5) place 5)
      (vera '#:copy-memory place (at 5) 5)
      (is (equal '(0 1 2 3 4 0 1 2 3 4) (bytes-at place 10))))))

(test other-types
  "Types of VERA that no function of the module has yet."
  (flet ((lisp-type (name) (uiop:symbol-call :vera-memory '#:lisp-type name)))
    (loop for (type good bad) in '(("u8" (0 255) (-1 256)) ("i16" (-32768 32767) (-32769 32768))
                                   ("u64" (0 #xffffffffffffffff) (-1 #x10000000000000000))
                                   ("f32" (0.5) (1 0.5d0)) ("f64" (0.5d0) (1 "1"))
                                   ("bool" (t nil) (0 1)))
          do (dolist (value good)
               (is (typep value (lisp-type type))))
             (dolist (value bad)
               (is (not (typep value (lisp-type type))))))))

(test other-calls
  "Functions of the C library, with types that no function of the module has yet."
  (flet ((call (symbol type argument)
           (let ((value (make-hash-table :test 'equal))
                 (description (make-hash-table :test 'equal)))
             (setf (gethash "name" value) "in"
                   (gethash "type" value) type
                   (gethash "parameters" description) (list value)
                   (gethash "returns" description) value)
             (let ((entry (vera-memory::make-entry description)))
               (setf (vera-memory::entry-address entry) (cffi:foreign-symbol-pointer symbol))
               (funcall (vera-memory::make-function 'echo entry) argument)))))
    (is (= 7 (call "abs" "i32" -7)))
    (is (= 1.5d0 (call "fabs" "f64" -1.5d0)))
    (refuses (argument-type-error "echo" "in") (call "abs" "i32" (expt 2 31)))
    (refuses (argument-type-error "echo" "in") (call "fabs" "f64" 1))))
