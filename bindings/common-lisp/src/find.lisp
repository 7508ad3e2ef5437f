;;;; SPDX-License-Identifier: MIT
;;;; Finding a module's manifest. The current folder is never searched: anyone who can choose it
;;;; would choose the code that is loaded.

(in-package :vera-memory)

(eval-when (:compile-toplevel :load-toplevel :execute)
  (defun ask-pkg-config ()
    "The folder of modules that pkg-config prints, or NIL."
    (let ((printed (ignore-errors
                    (uiop:run-program '("pkg-config" "--variable=moduledir" "vera_memory")
                                      :output '(:string :stripped t) :ignore-error-status t))))
      (if (equal printed "") nil printed))))

(defmacro compiled-moduledir ()
  "The folder that pkg-config prints when this is compiled."
  (or (ask-pkg-config)
      (warn 'moduledir-unknown)))

(defparameter *moduledir* (compiled-moduledir)
  "The folder of modules when this was compiled, or NIL.")

(defparameter *usual-folders* '("/usr/local/lib/vera/modules" "/usr/lib/vera/modules"))

(defun vera-name-p (thing)
  "Whether this is a valid name in VERA."
  (flet ((letterp (char) (char<= #\a char #\z))
         (digitp (char) (char<= #\0 char #\9)))
    (and (stringp thing)
         (plusp (length thing))
         (letterp (char thing 0))
         (every (lambda (char) (or (letterp char) (digitp char) (char= char #\_))) thing))))

(defun trustedp ()
  "Whether the environment comes from the user whose rights the process has."
  (flet ((identity-of (name)
           (cffi:foreign-funcall-pointer (cffi:foreign-symbol-pointer name) () :unsigned-int)))
    (and (= (identity-of "getuid") (identity-of "geteuid"))
         (= (identity-of "getgid") (identity-of "getegid")))))

(defun path-folders ()
  (remove "" (uiop:split-string (or (uiop:getenv "VERA_MODULE_PATH") "") :separator ":")
          :test #'string=))

(defun moduledir ()
  "The folder of modules, or NIL. If it was unknown when this was compiled, it may be known by now,
and the compiled file stays as it is. But the environment decides what pkg-config reads, so only a
trusted one is used for that."
  (or *moduledir*
      (and (trustedp) (ask-pkg-config))))

(defun folders ()
  (append (and (trustedp) (path-folders))
          (remove nil (list (moduledir)))
          *usual-folders*))

(defun real-path (path)
  "The file's path with symbolic links resolved, or NIL if there is no such file."
  (let ((found (uiop:probe-file* (uiop:parse-native-namestring path) :truename t)))
    (when found
      (uiop:native-namestring found))))

(defun find-manifest (name)
  "The path of the manifest of the module vera:NAME."
  (check-argument load-module name (satisfies vera-name-p))
  (let ((tried '()))
    (dolist (folder (folders))
      (let* ((path (format nil "~A/~A.json" folder name))
             (absolute (char= (char folder 0) #\/))
             (found (and absolute (real-path path))))
        (when found
          (return-from find-manifest found))
        (push (format nil "~A~:[ (passed over: not an absolute path)~;~]" path absolute) tried)))
    (module-error "vera:~A was not found; it was looked for as ~{~A~^, ~}." name (nreverse tried))))
