;;;; SPDX-License-Identifier: MIT
;;;; Reading a manifest: what a module says of itself. Keys that are not known here are ignored,
;;;; because a later manifest may add some; a later format may change everything, so it is refused.

(in-package :vera-memory)

(defconstant +format+ 1)

(defun get-in (table &rest keys)
  "What stands in the table of tables under these keys, or NIL."
  (dolist (key keys table)
    (setf table (and (hash-table-p table) (gethash key table)))))

(defun parameters (description)
  (get-in description "parameters"))

(defun check-names (functions)
  (dolist (description functions)
    (dolist (name (cons (get-in description "name")
                        (mapcar (lambda (parameter) (get-in parameter "name"))
                                (parameters description))))
      (unless (vera-name-p name)
        (error "~S is not a name" name)))))

(defun check-manifest (manifest name)
  (unless (eql (get-in manifest "format") +format+)
    (error "format ~A is not known here, only ~D" (get-in manifest "format") +format+))
  (unless (equal (get-in manifest "module") name)
    (error "this is the module ~A" (get-in manifest "module")))
  (check-names (get-in manifest "functions")))

(defun read-manifest (path name)
  "What stands in that file, of the module vera:NAME, as hash tables and lists."
  (handler-case
      (let ((manifest (yason:parse (uiop:read-file-string (uiop:parse-native-namestring path)
                                                          :external-format :utf-8)
                                   :object-as :hash-table :json-arrays-as-vectors nil)))
        (check-manifest manifest name)
        manifest)
    (error (problem)
      (module-error "~A: ~A" path problem))))

(defun library-name (manifest)
  "The library's file on this system: a name, because a manifest does not say where it is."
  (let ((name (get-in manifest "library" #+darwin "mach-o" #-darwin "elf")))
    (when (or (not (stringp name))
              (member name '("" "." "..") :test #'string=)
              (find #\/ name)
              (find #\\ name))
      (module-error "vera:~A: ~S is not the name of a file." (get-in manifest "module") name))
    name))
