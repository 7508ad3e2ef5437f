;;;; SPDX-License-Identifier: MIT
;;;; A module of VERA as a package of Lisp.

(in-package :vera-memory)

(defclass module ()
  ((name :initarg :name :reader module-name :documentation "Its name in VERA.")
   (path :initarg :path :reader module-path :documentation "Its manifest's file.")
   (library :initarg :library :reader module-library :documentation "Its library's file.")
   (manifest :initarg :manifest :reader module-manifest
             :documentation "What stands in the manifest, as hash tables and lists.")
   (functions :initarg :functions :reader module-functions
              :documentation "An alist of VERA's names and functions."))
  (:documentation "A module of VERA that was loaded."))

(defmethod print-object ((module module) stream)
  (print-unreadable-object (module stream)
    (format stream "vera:~A of ~A" (module-name module) (module-path module))))

(defun load-functions (manifest file handle)
  (loop for description in (get-in manifest "functions")
        for name = (get-in description "name")
        for address = (find-symbol-in handle file (get-in description "symbol")
                                      (get-in description "node"))
        collect (cons name (make-function (make-symbol (lisp-name name)) description address))))

(defun load-module (name)
  "Loads the module vera:NAME.

Its manifest is looked for in the folders of VERA_MODULE_PATH, in the one that pkg-config told when
this was compiled, in /usr/local/lib/vera/modules and in /usr/lib/vera/modules. Signals a
MODULE-ERROR, which lists the places, if it is in none, or cannot be used."
  (let* ((path (find-manifest name))
         (manifest (read-manifest path name)))
    (multiple-value-bind (handle file) (load-library path (library-name manifest))
      (make-instance 'module :name name :path path :library file :manifest manifest
                             :functions (load-functions manifest file handle)))))

(defun module-function (module name)
  (or (cdr (assoc name (module-functions module) :test #'string=))
      (module-error "~A has no function ~A." module name)))

(defun define-package (module package-name)
  "A package that exports the module's functions, and nothing else."
  (let ((package (or (find-package package-name) (make-package package-name :use '()))))
    (loop for description in (get-in (module-manifest module) "functions")
          for name = (get-in description "name")
          for symbol = (intern (lisp-name name) package)
          do (setf (fdefinition symbol) (module-function module name)
                   (documentation symbol 'function) (documentation-of description))
             (export symbol package))))

(defvar *memory* (load-module "memory")
  "The module vera:memory, whose functions the package VERA.MEMORY has.")

(define-package *memory* "VERA.MEMORY")
