;;;; SPDX-License-Identifier: MIT
;;;; A module of VERA as a package of Lisp.

(in-package :vera-memory)

(defclass module ()
  ((name :initarg :name :reader module-name :documentation "Its name in VERA.")
   (path :reader module-path :documentation "Its manifest's file.")
   (library :reader module-library :documentation "Its library's file.")
   (manifest :initarg :manifest :reader module-manifest
             :documentation "What stands in the manifest, as hash tables and vectors.")
   (entries :initarg :entries :reader module-entries)
   (functions :initarg :functions :reader module-functions
              :documentation "An alist of VERA's names and functions."))
  (:documentation "A module of VERA that was loaded."))

(defmethod print-object ((module module) stream)
  (print-unreadable-object (module stream)
    (format stream "vera:~A of ~A" (module-name module) (module-path module))))

(defvar *loaded* '()
  "All that were loaded. None is ever given up, as its functions may be anywhere.")

(defun make-functions (entries)
  (loop for entry in entries
        for name = (get-in (entry-description entry) "name")
        collect (cons name (make-function (make-symbol (lisp-name name)) entry))))

(defun link-module (module path manifest)
  "Opens the library that belongs to the manifest, and finds the module's functions in it."
  (multiple-value-bind (handle file) (load-library path (library-name manifest))
    (dolist (entry (module-entries module))
      (let ((description (entry-description entry)))
        (setf (entry-address entry) (find-symbol-in handle file (get-in description "symbol")
                                                    (get-in description "node")))))
    (setf (slot-value module 'path) path
          (slot-value module 'library) file)))

(defun load-module (name)
  "Loads the module vera:NAME.

Its manifest is looked for in the folders of VERA_MODULE_PATH, in the one that pkg-config told when
this was compiled, or else tells now, in /usr/local/lib/vera/modules and in /usr/lib/vera/modules.
Signals a MODULE-ERROR, which lists the places, if it is in none, or cannot be used."
  (let* ((path (find-manifest name))
         (manifest (read-manifest path name))
         (entries (mapcar #'make-entry (functions manifest)))
         (module (make-instance 'module :name name :manifest manifest :entries entries
                                        :functions (make-functions entries))))
    (link-module module path manifest)
    (push module *loaded*)
    module))

(defun link-again ()
  "Finds the modules of a saved image anew, which may run where they are in other places. Their
functions stay as they were described: what stands at a node of a library does not change."
  (dolist (module *loaded*)
    (let ((path (find-manifest (module-name module))))
      (link-module module path (read-manifest path (module-name module))))))

;;; SBCL's own hook, because UIOP's are passed over where an image is saved without UIOP.
#+sbcl (pushnew 'link-again sb-ext:*init-hooks*)
#-sbcl (uiop:register-image-restore-hook 'link-again nil)

(defun module-function (module name)
  "The function that VERA calls NAME."
  (or (cdr (assoc name (module-functions module) :test #'string=))
      (module-error "~A has no function ~A." module name)))

(defun define-module-package (module package-name)
  "A package that exports the module's functions, and nothing else."
  (let ((package (or (find-package package-name) (make-package package-name :use '()))))
    (loop for description in (functions (module-manifest module))
          for name = (get-in description "name")
          for symbol = (intern (lisp-name name) package)
          do (setf (fdefinition symbol) (module-function module name)
                   (documentation symbol 'function) (documentation-of description))
             (export symbol package))
    package))

(defvar *memory* (load-module "memory")
  "The module vera:memory, whose functions the package VERA.MEMORY has.")

(define-module-package *memory* "VERA.MEMORY")
