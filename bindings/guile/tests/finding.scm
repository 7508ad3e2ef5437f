;;; SPDX-License-Identifier: MIT
;;; Finding a module, and reading its manifest.

(define-module (tests finding)
  #:use-module (ice-9 ftw)
  #:use-module (ice-9 textual-ports)
  #:use-module (json)
  #:use-module (srfi srfi-1)
  #:use-module (srfi srfi-64)
  #:use-module (tests support)
  #:use-module (vera memory)
  #:use-module (vera module)
  #:use-module (vera module config)
  #:use-module (vera module manifest)
  #:export (test-finding))

(define manifest (vera-module-manifest memory-module))

(define (remove-tree path)
  (if (eq? 'directory (stat:type (lstat path)))
      (begin
        (for-each (lambda (name) (remove-tree (in-vicinity path name)))
                  (scandir path (lambda (name) (not (member name '("." ".."))))))
        (rmdir path))
      (delete-file path)))

(define (call-with-folder procedure)
  "Call PROCEDURE with a new folder, where modules are looked for first."
  (define folder (canonicalize-path (mkdtemp "/tmp/vera-XXXXXX")))
  (dynamic-wind
    (const #t)
    (lambda ()
      (call-with-environment `(("VERA_MODULE_PATH" . ,folder))
        (lambda () (procedure folder))))
    (lambda () (remove-tree folder))))

(define (write-text path text)
  (call-with-output-file path (lambda (port) (put-string port text))))

(define (copy-tree folder)
  "Copy a manifest and a library into FOLDER, laid out as they are installed.  Return the
path of the manifest."
  (define library (vera-module-library memory-module))
  (define modules (in-vicinity folder "lib/vera/modules"))
  (for-each mkdir
            (map (lambda (name) (in-vicinity folder name)) '("lib" "lib/vera" "lib/vera/modules")))
  (copy-file library (in-vicinity (in-vicinity folder "lib") (basename library)))
  (copy-file (vera-module-file memory-module) (in-vicinity modules "memory.json"))
  (setenv "VERA_MODULE_PATH" modules)
  (in-vicinity modules "memory.json"))

(define (inside? folder path)
  (string-prefix? folder path))

(define (test-path)
  (call-with-folder
    (lambda (folder)
      (define path (copy-tree folder))
      (test-equal "path: first" path (vera-module-file (load-vera-module "memory")))
      (setenv "VERA_MODULE_PATH" (string-append "/nowhere:" (dirname path)))
      (test-equal "path: second" path (vera-module-file (load-vera-module "memory")))
      (unsetenv "VERA_MODULE_PATH")
      (test-equal "path: none"
        (canonicalize-path (in-vicinity %module-directory "memory.json"))
        (vera-module-file (load-vera-module "memory"))))))

(define (test-moved)
  (call-with-folder
    (lambda (folder)
      (define path (copy-tree folder))
      (define links (in-vicinity folder "links"))
      (define moved (load-vera-module "memory"))
      (test-assert "moved: library" (inside? folder (vera-module-library moved)))
      (test-assert "moved: functions"
        (begin ((vera-module-ref moved 'free) ((vera-module-ref moved 'allocate) 100) 100) #t))
      (mkdir links)
      (symlink path (in-vicinity links "memory.json"))
      (setenv "VERA_MODULE_PATH" links)
      (test-assert "moved: from the manifest's real folder"
        (inside? folder (vera-module-library (load-vera-module "memory")))))))

(define (test-not-found)
  (call-with-environment '(("VERA_MODULE_PATH" . "/nowhere:relative"))
    (lambda ()
      (define raised (refusal (lambda () (load-vera-module "absent"))))
      (test-equal "not found" '%exception (car raised))
      (for-each (lambda (place)
                  (test-assert (string-append "not found: " place)
                    (string-contains (cdr raised) place)))
                (list "/nowhere/absent.json" "relative (passed over"
                      (in-vicinity %module-directory "absent.json")
                      "/usr/local/lib/vera/modules/absent.json"
                      "/usr/lib/vera/modules/absent.json"))))
  (call-with-folder
    (lambda (folder)
      (define here (getcwd))
      (write-text (in-vicinity folder "absent.json") "{}")
      (unsetenv "VERA_MODULE_PATH")
      (chdir folder)
      (test-refused "not found: in the current folder" '%exception "absent was not found"
                    (lambda () (load-vera-module "absent")))
      (chdir here))))

(define (test-names)
  (for-each
   (lambda (name)
     (test-refused "names" 'misc-error "^load-vera-module: 'name' "
                   (lambda () (load-vera-module name))))
   '("../memory" "Memory" "" "memory\n" "1x" "mémory" memory)))

(define (changed changes)
  "The manifest with CHANGES to some keys."
  (append changes
          (remove (lambda (entry) (assoc (car entry) changes)) manifest)))

(define (test-manifest words . changes)
  "Test that a manifest with CHANGES is refused, with its path and WORDS in the message."
  (call-with-folder
    (lambda (folder)
      (write-text (in-vicinity folder "memory.json")
                  (scm->json-string (changed changes)))
      (test-refused "format" '%exception (string-append folder "/memory.json: .*" words)
                    (lambda () (load-vera-module "memory"))))))

(define (test-format)
  (test-manifest "format: .* not 2" '("format" . 2))
  (test-manifest "module: must be \"memory\", not \"other\"" '("module" . "other"))
  (for-each (lambda (name)
              (test-manifest "must be the name of a file"
                             `("library" . (("elf" . ,name) ("mach-o" . ,name) ("pe" . ,name)))))
            '("../x.so" "" ".."))
  (call-with-folder
    (lambda (folder)
      (write-text (in-vicinity folder "memory.json") "{")
      (test-refused "format: not JSON" '%exception "memory.json: this is not JSON"
                    (lambda () (load-vera-module "memory")))))
  (call-with-folder
    (lambda (folder)
      (define path (copy-tree folder))
      (write-text path (scm->json-string (acons "novelty" '(("of" . "later")) manifest)))
      (test-equal "format: unknown keys" path (vera-module-file (load-vera-module "memory"))))))

(define (test-interrupted)
  "An exception during loading that has nothing to do with the module is passed on as it is."
  (define parser (module-variable (resolve-module '(json parser)) 'json->scm))
  (define parse (variable-ref parser))
  (for-each
   (lambda (kind)
     (test-equal (format #f "interrupted: ~a" kind) kind
       (dynamic-wind
         (lambda () (variable-set! parser (lambda arguments (throw kind 1))))
         (lambda () (car (refusal (lambda () (load-vera-module "memory")))))
         (lambda () (variable-set! parser parse)))))
   '(quit signal)))

(define (replace text old new)
  (string-join (string-split-at text old) new))

(define (string-split-at text old)
  (let ((at (string-contains text old)))
    (if at
        (cons (substring text 0 at)
              (string-split-at (substring text (+ at (string-length old))) old))
        (list text))))

(define (test-changed name words old new)
  "Test that an installed manifest with NEW for OLD is refused, with WORDS in the message."
  (call-with-folder
    (lambda (folder)
      (define path (copy-tree folder))
      (write-text path (replace (call-with-input-file path get-string-all) old new))
      (test-refused name '%exception words (lambda () (load-vera-module "memory"))))))

(define (harmless? key value)
  "Whether a manifest may have VALUE under KEY, or no such key if VALUE is `absent'."
  (define foreign (if (string-contains %host-type "darwin") "elf" "mach-o"))
  (member key `("prefix" "pe" ,foreign   ; not read
                ,@(case value
                    ((absent) '("const" "nullable" "owned" "consumes" "reads" "writes"
                                "nonnull" "disjoint" "extends"))
                    ((7) '("size" "reads" "writes" "nonnull"))
                    ((null) '())
                    (else '("symbol" "elf" "mach-o"))))))

(define (damaged-at entry object)
  "Pairs of a description of damage to ENTRY of OBJECT, and OBJECT with that damage."
  (define (with value)
    (map (lambda (other) (if (eq? other entry) (cons (car entry) value) other)) object))
  (define (damage value)
    (and (not (harmless? (car entry) value))
         (cons (format #f "~a ~a" (car entry) value)
               (if (eq? value 'absent) (delq entry object) (with value)))))
  (append (filter-map damage '(absent null 7 "?"))
          (map (lambda (damaged) (cons (car damaged) (with (cdr damaged))))
               (all-damaged (cdr entry)))))

(define (all-damaged thing)
  "The same for each key in THING, at every level."
  (define (damaged-in index)
    (map (lambda (damaged)
           (define copy (vector-copy thing))
           (vector-set! copy index (cdr damaged))
           (cons (car damaged) copy))
         (all-damaged (vector-ref thing index))))
  (cond ((vector? thing) (append-map damaged-in (iota (vector-length thing))))
        ((list? thing) (append-map (lambda (entry) (damaged-at entry thing)) thing))
        (else '())))

(define (test-damaged)
  (call-with-folder
    (lambda (folder)
      (define path (copy-tree folder))
      (define (accepted? damaged)
        (write-text path (scm->json-string (cdr damaged)))
        (let ((raised (refusal (lambda () (load-vera-module "memory")))))
          (and (not (string-prefix? (string-append "load-vera-module: " path ": ") (cdr raised)))
               (list (car damaged) raised))))
      (test-equal "damaged: each key" '() (filter-map accepted? (all-damaged manifest)))))
  (for-each (lambda (words old new) (test-changed "damaged" words old new))
            '("memory.json: functions.1.name: must be a name of its own"
              "functions.0.parameters.0.type: must be a known type"
              "functions.4.parameters.0.writes: must be a number of 0 or more, or an integer"
              "functions.4.parameters.0.disjoint: must be another parameter"
              "functions.0.parameters.0: \"reads\" is for a ptr")
            '("\"name\": \"allocate_aligned\"" "\"i64\"" "\"writes\": \"count\""
              "\"disjoint\": \"src\"" "{ \"name\": \"size\", \"type\": \"i64\"")
            '("\"name\": \"allocate\"" "\"i128\"" "\"writes\": \"src\""
              "\"disjoint\": \"dest\"" "{ \"name\": \"size\", \"reads\": 1, \"type\": \"i64\"")))

(define (test-library)
  (test-changed "symbols" "no vera_memory_lose " "\"vera_memory_free\"" "\"vera_memory_lose\"")
  (when (string-contains %host-type "linux-gnu")
    (test-changed "symbols" " of VERA_MEMORY_9.0" "MEMORY_1.0" "MEMORY_9.0"))
  (test-changed "library" "no library; .*/lib/libnone.so.1, and by the loader"
                "libvera_memory.so.1" "libnone.so.1")
  (call-with-folder
    (lambda (folder)
      (define library (basename (vera-module-library memory-module)))
      (copy-tree folder)
      (write-text (in-vicinity (in-vicinity folder "lib") library) "no library")
      (test-refused "library: broken" '%exception (string-append library " cannot be loaded")
                    (lambda () (load-vera-module "memory"))))))

(define (test-newer)
  (define modules (getenv "newer_modules"))
  (unless modules
    (test-skip "newer"))
  (test-equal "newer"
    '("5" . 0)
    (call-with-values
        (lambda ()
          (run "(use-modules (vera memory) (rnrs bytevectors))
                (call-with-block 8
                  (lambda (one)
                    (call-with-block 8
                      (lambda (other)
                        (block-fill! one 1)
                        (block-fill! other 1)
                        (bytevector-u8-set! (block-bytevector other) 5 2)
                        (display (compare_memory (block-pointer one) (block-pointer other) 8))))))"
               (cons "VERA_MODULE_PATH" modules)))
      cons)))

(define (test-finding)
  (test-path)
  (test-moved)
  (test-not-found)
  (test-names)
  (test-format)
  (test-damaged)
  (test-interrupted)
  (test-library)
  (test-newer))
