;;; SPDX-License-Identifier: MIT
;;; Finding a module's manifest.  The current folder is never searched: anyone who can
;;; choose it would choose the code that is loaded.

(define-module (vera module find)
  #:use-module (srfi srfi-1)
  #:use-module (vera module config)
  #:use-module (vera module error)
  #:export (find-manifest
            name?
            windows?))

(define %usual-folders '("/usr/local/lib/vera/modules" "/usr/lib/vera/modules"))

(define (windows?)
  (->bool (string-contains %host-type "mingw")))

(define (name? text)
  "Whether TEXT is a valid name in VERA."
  (define (plain? char)
    (or (char<=? #\a char #\z) (char<=? #\0 char #\9) (char=? char #\_)))
  (and (string? text)
       (not (string-null? text))
       (char<=? #\a (string-ref text 0) #\z)
       (string-every plain? text)))

(define (trusted?)
  "Whether the environment comes from the user whose rights the process has."
  (or (windows?)
      (and (= (getuid) (geteuid)) (= (getgid) (getegid)))))

(define (folders)
  (define separator (if (windows?) #\; #\:))
  (define path (or (and (trusted?) (getenv "VERA_MODULE_PATH")) ""))
  (remove string-null?
          (append (string-split path separator)
                  (list %module-directory)
                  %usual-folders)))

(define (file? path)
  (and (file-exists? path)
       (eq? 'regular (stat:type (stat path)))))

(define (place folder name)
  "The path that the manifest would have in FOLDER, and whether to look there."
  (if (absolute-file-name? folder)
      (values (in-vicinity folder (string-append name ".json")) #t)
      (values (string-append folder " (passed over: not an absolute path)") #f)))

(define (find-manifest name)
  "The real path of the manifest of the module NAME."
  (unless (name? name)
    (scm-error 'misc-error "load-vera-module"
               "'name' is not the name of a module: ~S" (list name) #f))
  (let loop ((rest (folders)) (tried '()))
    (if (null? rest)
        (raise-module-error "load-vera-module" "vera:~a was not found; it was looked for as ~a"
                            name (string-join (reverse tried) ", "))
        (call-with-values (lambda () (place (car rest) name))
          (lambda (path look?)
            (if (and look? (file? path))
                (canonicalize-path path)
                (loop (cdr rest) (cons path tried))))))))
