;;;; SPDX-License-Identifier: MIT
;;;; The functions that a manifest describes. Each is evaluated from a lambda expression with
;;;; uninterned variables, so that a parameter may have the name of a Lisp constant.

(in-package :vera-memory)

(defstruct (entry (:constructor make-entry (description)))
  "A function of a module, and its address in this process. A saved image finds the address again."
  (description nil :read-only t)
  (address (cffi:null-pointer) :type cffi:foreign-pointer))

(defun nullp (pointer)
  (or (null pointer) (cffi:null-pointer-p pointer)))

(defun lisp-name (name)
  "allocate_aligned as ALLOCATE-ALIGNED."
  (substitute #\- #\_ (string-upcase name)))

(defun overlapp (one one-size other other-size)
  "Whether two ranges that start at different addresses have bytes in common."
  (and (not (nullp one))
       (not (nullp other))
       (let ((distance (- (cffi:pointer-address one) (cffi:pointer-address other))))
         (and (/= distance 0) (< (- one-size) distance other-size)))))

(defun make-variables (description)
  "An alist of the parameters' names, with a variable for each."
  (loop for parameter in (parameters description)
        for name = (get-in parameter "name")
        collect (cons name (make-symbol (lisp-name name)))))

(defun amount (thing variables)
  "The number that an attribute gives: the variable of a parameter, or the number itself."
  (if (stringp thing)
      (cdr (assoc thing variables :test #'string=))
      thing))

(defun type-checks (name description variables)
  (loop for parameter in (parameters description)
        for (nil . variable) in variables
        for type = (lisp-type (get-in parameter "type"))
        collect `(unless (typep ,variable ',type)
                   (complain-of-type ',name ',variable ,variable ',type))))

(defun length-checks (name description variables)
  "Checks that a parameter that gives the number of bytes read or written is not negative."
  (let ((lengths (loop for parameter in (parameters description)
                       collect (get-in parameter "reads")
                       collect (get-in parameter "writes"))))
    (loop for length in (remove-duplicates (remove-if-not #'stringp lengths) :test #'string=)
          for variable = (amount length variables)
          collect `(when (minusp ,variable)
                     (complain-of-type ',name ',variable ,variable 'unsigned-byte)))))

(defun null-checks (name description variables)
  (loop for parameter in (parameters description)
        for (nil . variable) in variables
        for length = (get-in parameter "nonnull")
        when length
          collect `(when (and (plusp ,(amount length variables)) (nullp ,variable))
                     (complain ',name ',variable
                               ,(format nil "must not be null while ~A is above 0" length)))))

(defun overlap-checks (name description variables)
  (flet ((size (parameter)
           (amount (extent parameter) variables)))
    (loop for parameter in (parameters description)
          for (nil . variable) in variables
          for other = (find (get-in parameter "disjoint") (parameters description)
                            :key (lambda (other) (get-in other "name")) :test #'equal)
          when other
            collect `(when (overlapp ,variable ,(size parameter)
                                     ,(amount (get-in other "name") variables) ,(size other))
                       (complain ',name ',variable
                                 ,(format nil "must not overlap ~A" (get-in other "name")))))))

(defun call-form (description variables entry)
  (let ((returns (get-in description "returns")))
    (let ((call `(cffi:foreign-funcall-pointer
                  (entry-address ,entry) ()
                  ,@(loop for parameter in (parameters description)
                          for (nil . variable) in variables
                          collect (foreign-type (get-in parameter "type"))
                          collect (if (pointerp parameter)
                                      `(or ,variable (cffi:null-pointer))
                                      variable))
                  ,(foreign-type (get-in returns "type")))))
      (cond ((get-in returns "nullable")
             `(let ((result ,call))
                (if (cffi:null-pointer-p result) nil result)))
            ((equal (get-in returns "type") "void")
             `(progn ,call (values)))
            (t call)))))

(defun lambda-form (name description entry)
  "All parameters are optional for Lisp, so that the error for a wrong count can name the function."
  (let* ((variables (make-variables description))
         (last-given (gensym "GIVEN"))
         (more (gensym "MORE"))
         (count (length variables)))
    `(lambda (&optional ,@(loop for ((nil . variable) . others) on variables
                                collect (if others variable `(,variable nil ,last-given)))
              &rest ,more)
       (when (or ,more ,@(when variables `((not ,last-given))))
         (error 'argument-count-error :function ',name :count ,count))
       ,@(type-checks name description variables)
       ,@(length-checks name description variables)
       ,@(null-checks name description variables)
       ,@(overlap-checks name description variables)
       ,(call-form description variables entry))))

(defun documentation-of (description)
  "The function's declaration in VERA, with its symbol and node."
  (format nil "~A(~:{~A: ~A~:^, ~})~@[ -> ~A~]~2%~A of ~A"
          (get-in description "name")
          (loop for parameter in (parameters description)
                collect (list (get-in parameter "name") (get-in parameter "type")))
          (let ((returned (get-in description "returns" "type")))
            (if (equal returned "void") nil returned))
          (get-in description "symbol")
          (get-in description "node")))

(defun make-function (name entry)
  "A function that calls whatever address the entry has at the time of the call."
  (eval (lambda-form name (entry-description entry) entry)))
