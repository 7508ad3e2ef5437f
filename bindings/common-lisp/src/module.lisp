;;;; SPDX-License-Identifier: MIT
;;;; A module of VERA as a Lisp package.

(in-package :vera-memory)

(defclass module ()
  ((name :initarg :name :reader module-name :documentation "Its name in VERA.")
   (path :reader module-path :documentation "The path of its manifest.")
   (library :reader module-library :documentation "The file of its library.")
   (manifest :initarg :manifest :reader module-manifest
             :documentation "Its manifest, as hash tables and vectors.")
   (entries :initarg :entries :reader module-entries)
   (functions :initarg :functions :reader module-functions
              :documentation "An alist of its functions, by their VERA names."))
  (:documentation "A loaded module of VERA."))

(defmethod print-object ((module module) stream)
  (print-unreadable-object (module stream)
    (format stream "vera:~A of ~A" (module-name module) (module-path module))))

(defvar *loaded* '()
  "All loaded modules. None is ever removed, because something may still refer to its functions.")

(defun make-functions (entries)
  (loop for entry in entries
        for name = (get-in (entry-description entry) "name")
        collect (cons name (make-function (make-symbol (lisp-name name)) entry))))

(defun link-module (module path manifest)
  "Opens the library of the manifest, and finds the module's functions in it."
  (multiple-value-bind (handle file) (load-library path (library-name manifest))
    (dolist (entry (module-entries module))
      (let ((description (entry-description entry)))
        (setf (entry-address entry) (find-symbol-in handle file (get-in description "symbol")
                                                    (get-in description "node")))))
    (setf (slot-value module 'path) path
          (slot-value module 'library) file)))

(defun load-module (name)
  "Loads the module vera:NAME.

Its manifest is looked for in the folders of VERA_MODULE_PATH, in the folder that pkg-config printed
when this was compiled (or prints now, if it printed none then), in /usr/local/lib/vera/modules and
in /usr/lib/vera/modules. Signals a MODULE-ERROR if it is in none of them, listing the places, or if
it cannot be used."
  (let* ((path (find-manifest name))
         (manifest (read-manifest path name))
         (entries (mapcar #'make-entry (functions manifest)))
         (module (make-instance 'module :name name :manifest manifest :entries entries
                                        :functions (make-functions entries))))
    (link-module module path manifest)
    (push module *loaded*)
    module))

(defun link-again ()
  "Finds the modules of a saved image again, because it may run where they are in other places. The
functions keep their descriptions: what a library has at a node does not change."
  (dolist (module *loaded*)
    (let ((path (find-manifest (module-name module))))
      (link-module module path (read-manifest path (module-name module))))))

;;; SBCL's own hook, because an image that is saved without UIOP does not run UIOP's.
#+sbcl (pushnew 'link-again sb-ext:*init-hooks*)
#-sbcl (uiop:register-image-restore-hook 'link-again nil)

(defun module-function (module name)
  "The function with the VERA name NAME."
  (or (cdr (assoc name (module-functions module) :test #'string=))
      (module-error "~A has no function ~A." module name)))

(defun define-module-package (module package-name)
  "A package that exports the module's functions and nothing else."
  (let ((package (or (find-package package-name) (make-package package-name :use '()))))
    (loop for description in (functions (module-manifest module))
          for name = (get-in description "name")
          for symbol = (intern (lisp-name name) package)
          do (setf (fdefinition symbol) (module-function module name)
                   (documentation symbol 'function) (documentation-of description))
             (export symbol package))
    package))

(defvar *memory* (load-module "memory")
  "The module vera:memory. Its functions are in the package VERA.MEMORY.")

(define-module-package *memory* "VERA.MEMORY")
