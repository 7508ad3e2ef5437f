;;;; SPDX-License-Identifier: MIT

(defpackage :vera-memory/tests
  (:use :common-lisp :vera-memory)
  (:import-from :fiveam #:def-suite #:in-suite #:test #:is #:is-true #:is-false #:signals #:skip)
  (:export #:run-tests))

(in-package :vera-memory/tests)

(def-suite vera-memory)

(defun run-tests ()
  "Whether all tests passed."
  (fiveam:run! 'vera-memory))

(defun vera (name &rest arguments)
  "Calls a function of the package VERA.MEMORY."
  (apply 'uiop:symbol-call "VERA.MEMORY" name arguments))

(defmacro refuses ((type &optional function parameter complaint) form)
  "Checks that FORM signals a condition of that type, which names the function and the parameter."
  `(let ((condition (nth-value 1 (ignore-serious ,form))))
     (is (typep condition ',type) "~S signals ~A" ',form condition)
     ,@(when function
         `((is (string-equal ,function (argument-error-function condition)))))
     ,@(when parameter
         `((is (string-equal ,parameter (argument-error-parameter condition)))
           (is-true (search ,(format nil "~(~A~)" parameter) (princ-to-string condition)))))
     ,@(when complaint
         `((is-true (search ,complaint (princ-to-string condition)))))))

(defmacro ignore-serious (form)
  `(handler-case (values ,form nil)
     (serious-condition (condition) (values nil condition))))

(defun run-program (text &key environment)
  "What a program prints on the same Lisp, and its exit status. ENVIRONMENT is passed to env, which
starts the program."
  (uiop:with-temporary-file (:pathname path :stream stream :type "lisp")
    (format stream "(require \"asdf\")~%(asdf:load-system \"vera-memory\")~%~A~%(uiop:quit 0)~%"
            text)
    :close-stream
    (multiple-value-bind (printed none status)
        (uiop:run-program `("env" ,@environment
                            #+sbcl ,@'("sbcl" "--noinform" "--no-userinit" "--non-interactive"
                                       "--load")
                            #+ecl ,@'("ecl" "--norc" "--load")
                            ,(uiop:native-namestring path))
                          :output :string :error-output :output :ignore-error-status t)
      (declare (ignore none))
      (values printed status))))

(defun resident ()
  "The resident memory of the process in bytes, or NIL if there is no /proc."
  (let ((line (ignore-errors (uiop:read-file-line "/proc/self/statm"))))
    (when line
      (* 4096 (parse-integer (second (uiop:split-string line)))))))
