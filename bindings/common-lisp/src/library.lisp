;;;; SPDX-License-Identifier: MIT
;;;; Loading a module's library and finding its symbols, with the system's loader: CFFI cannot ask
;;;; for a symbol at its node.

(in-package :vera-memory)

(defconstant +rtld-now+ 2)

(defmacro call-loader (name &rest arguments)
  "Calls a function of the system's loader, which must be looked up before the call: a look-up after
an error would make the loader forget the error."
  `(cffi:foreign-funcall-pointer (cffi:foreign-symbol-pointer ,name) () ,@arguments))

(defun open-library (file complaint)
  (let* ((dlerror (cffi:foreign-symbol-pointer "dlerror"))
         (handle (call-loader "dlopen" :string file :int +rtld-now+ :pointer)))
    (when (cffi:null-pointer-p handle)
      (module-error "~A: ~A" complaint (cffi:foreign-funcall-pointer dlerror () :string)))
    handle))

(defun parent (path)
  (subseq path 0 (or (position #\/ path :from-end t) 0)))

(defun load-library (manifest-path name)
  "The handle and the file of the library that is installed with the manifest; if there is none, of
the one that the system's loader finds. A library that exists but cannot be loaded is an error:
another must not take its place unnoticed."
  (let ((beside (format nil "~A/~A" (parent (parent (parent manifest-path))) name)))
    (if (real-path beside)
        (values (open-library beside (format nil "~A cannot be loaded" beside)) beside)
        (values (open-library name (format nil "~A: no library; it was looked for as ~A, and by ~
                                                the loader" manifest-path beside))
                name))))

(defun find-symbol-in (handle file symbol node)
  "The address of a symbol at its node. On a system without nodes only the name counts; then the
library's major version, which is in its file name, keeps an incompatible library away."
  (let ((address (if (cffi:foreign-symbol-pointer "dlvsym")
                     (call-loader "dlvsym" :pointer handle :string symbol :string node :pointer)
                     (call-loader "dlsym" :pointer handle :string symbol :pointer))))
    (when (cffi:null-pointer-p address)
      (module-error "~A has no ~A of ~A." file symbol node))
    address))
