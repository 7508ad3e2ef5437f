;;;; SPDX-License-Identifier: MIT
;;;; The contents of a manifest, and its types in CFFI and Lisp.

(in-package :vera-memory)

(defparameter *types*
  '(("i8" :int8 (signed-byte 8))
    ("i16" :int16 (signed-byte 16))
    ("i32" :int32 (signed-byte 32))
    ("i64" :int64 (signed-byte 64))
    ("u8" :uint8 (unsigned-byte 8))
    ("u16" :uint16 (unsigned-byte 16))
    ("u32" :uint32 (unsigned-byte 32))
    ("u64" :uint64 (unsigned-byte 64))
    ("f32" :float single-float)
    ("f64" :double double-float)
    ("bool" (:boolean :uint8) boolean)
    ("ptr" :pointer (or null cffi:foreign-pointer))
    ("void" :void null))
  "The types of VERA, each with its type in CFFI and in Lisp.")

(defun known-type (name)
  (assoc name *types* :test #'equal))

(defun foreign-type (name)
  (second (known-type name)))

(defun lisp-type (name)
  (third (known-type name)))

(defun get-in (table &rest keys)
  "The value under these keys in a table of tables, or NIL."
  (dolist (key keys table)
    (setf table (and (hash-table-p table) (gethash key table)))))

(defun functions (manifest)
  (coerce (get-in manifest "functions") 'list))

(defun parameters (description)
  (coerce (get-in description "parameters") 'list))

(defun pointerp (parameter)
  (eq (foreign-type (get-in parameter "type")) :pointer))

(defun extent (parameter)
  "How many bytes behind a pointer are read or written, or NIL if the manifest does not say."
  (or (get-in parameter "writes") (get-in parameter "reads")))

(defparameter *library-key* #+darwin "mach-o" #-darwin "elf")

(defun library-name (manifest)
  "The file name of the library on this system."
  (get-in manifest "library" *library-key*))
