;;;; SPDX-License-Identifier: MIT
;;;; Finding a module, and reading its manifest.

(in-package :vera-memory/tests)

(in-suite vera-memory)

(defvar *folder* nil "The test's own folder, without a final slash.")

(defun look-in (&rest folders)
  (setf (uiop:getenv "VERA_MODULE_PATH") (format nil "~{~A~^:~}" folders)))

(defun call-in-folder (function)
  (let* ((folder (uiop:ensure-directory-pathname
                  (uiop:run-program '("mktemp" "-d") :output '(:string :stripped t))))
         (*folder* (string-right-trim "/" (uiop:native-namestring (truename folder)))))
    (unwind-protect (funcall function)
      (look-in)
      (uiop:delete-directory-tree folder :validate t))))

(defmacro in-folder (&body body)
  `(call-in-folder (lambda () ,@body)))

(defun below (path)
  (format nil "~A/~A" *folder* path))

(defun write-text (path text)
  (with-open-file (stream (ensure-directories-exist path) :direction :output :if-exists :supersede)
    (write-string text stream))
  path)

(defun replaced (text old new)
  "The text with the first OLD replaced by NEW."
  (let ((place (search old text)))
    (assert place)
    (concatenate 'string (subseq text 0 place) new (subseq text (+ place (length old))))))

(defun manifest-text ()
  (uiop:read-file-string (module-path *memory*)))

(defun library-file ()
  (file-namestring (module-library *memory*)))

(defun write-manifest (&optional (text (manifest-text)))
  "Writes a manifest into an empty folder that is searched first."
  (look-in *folder*)
  (write-text (below "memory.json") text))

(defun copy-installed (&optional (text (manifest-text)))
  "Copies a manifest and a library, laid out as they are installed."
  (look-in (below "lib/vera/modules"))
  (prog1 (write-text (below "lib/vera/modules/memory.json") text)
    (uiop:copy-file (module-library *memory*) (below (format nil "lib/~A" (library-file))))))

(defun fails (name &rest words)
  "Checks that loading the module fails, with each of these words in the message."
  (let ((message (handler-case (progn (load-module name) "")
                   (module-error (condition) (princ-to-string condition)))))
    (dolist (word words)
      (is-true (search word message) "~A is not in: ~A" word message))))

(test path
  (in-folder
    (let ((manifest (copy-installed)))
      (look-in "/nowhere" (below "lib/vera/modules"))
      (is (string= manifest (module-path (load-module "memory"))))
      (look-in)
      (is (string= (format nil "~A/memory.json" vera-memory::*moduledir*)
                   (module-path (load-module "memory")))))))

(defun run-compiled-below (&rest environment)
  "What a program prints that only loads the system, after compiling it in the test's folder."
  (run-program "(format t \"(~A)~%\" (vera-memory:module-path vera-memory:*memory*))"
               :environment
               (cons (format nil "ASDF_OUTPUT_TRANSLATIONS=(:output-translations ~
                                  (~S (~S :implementation)) :inherit-configuration)"
                             (namestring (asdf:system-source-directory "vera-memory"))
                             (below "compiled/"))
                     environment)))

(test compiled-without-pkg-config
  "The compiler warns, and the module is found once pkg-config finds the library."
  (let ((found (format nil "(~A)" (module-path *memory*)))
        (path (format nil "VERA_MODULE_PATH=~A" (directory-namestring (module-path *memory*)))))
    (in-folder
      (let ((printed (run-compiled-below "PKG_CONFIG_PATH=/nowhere" "PKG_CONFIG_LIBDIR=/nowhere"
                                         path)))
        (is-true (search "PKG_CONFIG_PATH" printed) "~A" printed)
        (is-true (search found printed) "~A" printed))
      (let ((printed (run-compiled-below)))
        (is-false (search "PKG_CONFIG_PATH" printed) "~A" printed)
        (is-true (search found printed) "~A" printed)))))

(test other-rights
  "A process with more rights than its user ignores the user's VERA_MODULE_PATH."
  (in-folder
    (copy-installed)
    (if (zerop (cffi:foreign-funcall "geteuid" :unsigned-int))
        (dolist (call '("setreuid" "setregid"))
          (is-true (search (format nil "(~A)" (module-library *memory*))
                           (run-program (format nil "
(cffi:foreign-funcall ~S :int 65534 :int -1 :int)
(format t \"(~~A)~~%\" (vera-memory:module-library (vera-memory:load-module \"memory\")))" call)))))
        (skip "only root can change its rights"))))

(test moved
  (in-folder
    (copy-installed)
    (let ((moved (load-module "memory")))
      (is (string= (below (format nil "lib/~A" (library-file))) (module-library moved)))
      (flet ((call (name &rest arguments)
               (apply (module-function moved name) arguments)))
        (is (null (multiple-value-list (call "free" (call "allocate" 100) 100))))
        (signals module-error (call "lose"))))))

(test package-of-module
  (let ((package (define-module-package (load-module "memory") "VERA-MEMORY/TESTS/MODULE")))
    (is (null (multiple-value-list (uiop:symbol-call package '#:free nil 0))))
    (delete-package package)))

(test real-folder
  "The library is looked for from the manifest's real folder, not from that of a link to it."
  (in-folder
    (let ((manifest (copy-installed)))
      (ensure-directories-exist (below "links/"))
      (uiop:run-program (list "ln" "-s" manifest (below "links/memory.json")))
      (look-in (below "links"))
      (is (string= (below (format nil "lib/~A" (library-file)))
                   (module-library (load-module "memory")))))))

(test not-found
  (in-folder
    (look-in "/nowhere" "relative")
    (fails "missing" "/nowhere/missing.json" "relative/missing.json (passed over"
           (format nil "~A/missing.json" vera-memory::*moduledir*)
           "/usr/local/lib/vera/modules/missing.json" "/usr/lib/vera/modules/missing.json")))

(test current-folder
  "The current folder is not searched, even if the path names it."
  (in-folder
    (write-text (below "missing.json") "{}")
    (let ((*default-pathname-defaults* (uiop:ensure-directory-pathname *folder*)))
      (dolist (path '("" "." ":" "./"))
        (look-in path)
        (fails "missing" "was not found")))))

(test names
  (dolist (name (list "../memory" "Memory" "" "memory.json" "me mory" "1m" nil 'memory
                      (format nil "memory~%")))
    (refuses (argument-type-error "load-module" "name") (load-module name))))

(test format-of-manifest
  (in-folder
    (fails "memory" (write-manifest (replaced (manifest-text) "\"format\": 1" "\"format\": 2"))
           "format 2")))

(test unknown-keys
  (in-folder
    (write-manifest (replaced (manifest-text) "\"format\": 1" "\"format\": 1, \"news\": [{}]"))
    (is (= (length (module-functions *memory*))
           (length (module-functions (load-module "memory")))))))

(test broken-manifests
  (in-folder
    (loop for (text why) in `(("" "") ("[]" "object") ("{}" "format")
                              (,(replaced (manifest-text) "\"module\": \"memory\""
                                          "\"module\": \"o\"")
                               "module o")
                              (,(replaced (manifest-text) "\"allocate\"" "\"a b\"")
                               "functions.0.name")
                              (,(replaced (manifest-text) "\"name\": \"allocate_aligned\""
                                          "\"name\": \"allocate\"")
                               "the name allocate is used twice")
                              (,(replaced (manifest-text) "{ \"name\": \"VERA_MEMORY_1.0\" }"
                                          "{ \"name\": \"VERA_MEMORY_1.0\",
                                             \"extends\": \"VERA_MEMORY_1.0\" }")
                               "nodes.0.extends")
                              (,(replaced (manifest-text) "\"i64\"" "\"i128\"")
                               "functions.0.parameters.0.type")
                              (,(replaced (manifest-text) "\"writes\": \"count\""
                                          "\"writes\": \"src\"")
                               "functions.4.parameters.0.writes")
                              (,(replaced (manifest-text) "\"disjoint\": \"src\""
                                          "\"disjoint\": \"count\"")
                               "functions.4.parameters.0.disjoint"))
          do (fails "memory" (write-manifest text) why))))

(defun call-for-keys (function thing)
  "Calls FUNCTION with each table in THING, at every level, and each of its keys."
  (typecase thing
    (string)
    (vector (map nil (lambda (element) (call-for-keys function element)) thing))
    (hash-table (dolist (key (loop for key being the hash-keys of thing collect key))
                  (funcall function thing key)
                  (call-for-keys function (gethash key thing))))))

(defun harmlessp (key value)
  "Whether a manifest may have VALUE under KEY, or no such key if VALUE is :ABSENT."
  (member key (append '("prefix" "pe" #+darwin "elf" #-darwin "mach-o") ; not read
                      (case value
                        (:absent '("const" "nullable" "owned" "consumes" "reads" "writes" "nonnull"
                                   "disjoint" "extends"))
                        (7 '("size" "reads" "writes" "nonnull"))
                        (t (when (stringp value)
                             '("symbol" "elf" "mach-o")))))
          :test #'string=))

(test damaged
  (in-folder
    (let ((manifest (yason:parse (manifest-text) :json-arrays-as-vectors t)))
      (call-for-keys
       (lambda (table key)
         (let ((value (gethash key table)))
           (dolist (bad '(:absent null 7 "?"))
             (unless (harmlessp key bad)
               (if (eq bad :absent)
                   (remhash key table)
                   (setf (gethash key table) bad))
               (fails "memory" (write-manifest (with-output-to-string (stream)
                                                 (yason:encode manifest stream)))))
             (setf (gethash key table) value))))
       manifest))))

(defun with-library (name)
  (replaced (replaced (manifest-text) "libvera_memory.so.1" name) "libvera_memory.1.dylib" name))

(test library-names
  (in-folder
    (dolist (name '("../libvera_memory.so.1" "/libvera_memory.so.1" ".." "."  ""))
      (write-manifest (with-library name))
      (fails "memory" "file-name"))))

(test no-library
  (in-folder
    (fails "memory" (write-manifest (with-library "libvera_none.so.1")) "/libvera_none.so.1"
           "the loader")))

(test broken-library
  "If a library exists but is broken, no other takes its place."
  (in-folder
    (look-in (below "lib/vera/modules"))
    (write-text (below "lib/vera/modules/memory.json") (manifest-text))
    (fails "memory" (write-text (below (format nil "lib/~A" (library-file))) "no library")
           "cannot be loaded")))

(test no-symbol
  (in-folder
    (copy-installed (replaced (manifest-text) "\"vera_memory_free\"" "\"vera_memory_lose\""))
    (fails "memory" "vera_memory_lose")))

#+linux
(test no-node
  (in-folder
    (copy-installed (replaced (manifest-text) "\"node\": \"VERA_MEMORY_1.0\""
                              "\"node\": \"OTHER_9.0\""))
    (fails "memory" "OTHER_9.0")))

(test newer
  (let ((modules (uiop:getenv "newer_modules")))
    (if (null modules)
        (skip "newer_modules is not set to the folder of a newer library's modules")
        (let ((printed (run-program
                        "
(vera-memory:with-block (one 8)
  (vera-memory:with-block (other 8)
    (vera-memory:fill-block one 1)
    (vera-memory:fill-block other 1)
    (setf (vera-memory:block-ref other 5) 2)
    (vera-memory:with-block-pointer (left one)
      (vera-memory:with-block-pointer (right other)
        (format t \"(~A)~%\" (vera.memory:compare-memory left right 8))))))
(handler-case (vera.memory:compare-memory nil nil 1)
  (vera-memory:argument-error (problem) (format t \"(~A)~%\" problem)))"
                        :environment (list (format nil "VERA_MODULE_PATH=~A" modules)))))
          (is-true (search "(5)" printed) "~A" printed)
          (is-true (search "(compare-memory: left " printed) "~A" printed)))))
