;;;; SPDX-License-Identifier: MIT
;;;; Reading a manifest. All of it that is used is checked here, so that no other code needs to check
;;;; it. Unknown keys are ignored, because a later manifest may add some. A later format may change
;;;; everything, so it is refused.

(in-package :vera-memory)

(defconstant +format+ 1)

(defvar *place* '()
  "The keys and indices that lead to the value being checked, the last one first.")

(defun refuse (control &rest arguments)
  (let ((*package* (find-package :vera-memory)) ; messages print its types without a prefix
        (*print-pretty* nil))
    (error "~A" (format nil "~{~A~^.~}~:[~;: ~]~?" (reverse *place*) *place* control arguments))))

(defun power-of-two-p (number)
  (and (plusp number) (zerop (logand number (1- number)))))

(defun file-name-p (name)
  "A name and not a path, because a manifest does not say where its library is."
  (and (string/= name "") (string/= name ".") (string/= name "..")
       (not (find #\/ name))
       (not (find #\\ name))))

(deftype json-array () '(and vector (not string)))
(deftype vera-name () '(satisfies vera-name-p))
(deftype file-name () '(and string (satisfies file-name-p)))
(deftype type-name () '(satisfies known-type))
(deftype amount () "A number, or the name of a parameter." '(or string unsigned-byte))
(deftype power-of-two () '(and integer (satisfies power-of-two-p)))

(defun check-value (key value type check)
  "Checks that VALUE, which is under KEY, is of that type, and calls CHECK with it."
  (let ((*place* (cons key *place*)))
    (unless (typep value type)
      (refuse "must be of type ~(~S~), not ~S" type value))
    (funcall check value)))

(defun check-optional (table key type &optional (check #'identity))
  (multiple-value-bind (value there) (gethash key table)
    (when there
      (check-value key value type check))))

(defun check-key (table key type &optional (check #'identity))
  (unless (nth-value 1 (gethash key table))
    (refuse "~A is missing" key))
  (check-optional table key type check))

(defun check-array (table key check)
  "Checks that the value under KEY is an array of tables with distinct names."
  (flet ((check-elements (array)
           (loop for element across array
                 for index from 0
                 do (check-value index element 'hash-table check)
                    (when (find-named (get-in element "name") (subseq array 0 index))
                      (refuse "the name ~A is used twice" (get-in element "name"))))))
    (check-key table key 'json-array #'check-elements)))

(defun find-named (name tables)
  (find name tables :key (lambda (table) (get-in table "name")) :test #'equal))

(defun check-amount (amount parameters)
  "Checks that AMOUNT is a number or an integer parameter."
  (when (stringp amount)
    (let ((type (lisp-type (get-in (find-named amount parameters) "type"))))
      (unless (and type (subtypep type 'integer))
        (refuse "~A is not an integer parameter" amount)))))

(defun check-disjoint (name thing parameters)
  (let ((other (find-named name parameters)))
    (unless (and other (not (eq other thing)) (extent thing) (extent other))
      (refuse "~A must be another parameter (both read or written)" name))))

(defun check-attributes (thing parameters)
  "Checks the attributes of a parameter or result. Only a pointer has any."
  (flet ((check-one (amount)
           (check-amount amount parameters)))
    (dolist (key '("reads" "writes" "nonnull"))
      (check-optional thing key 'amount #'check-one))
    (dolist (key '("consumes" "owned"))
      (check-optional thing key 'hash-table
                      (lambda (block)
                        (check-key block "size" 'amount #'check-one)
                        (check-key block "align" '(or string power-of-two) #'check-one)))))
  (dolist (key '("const" "nullable"))
    (check-optional thing key 'boolean))
  (check-optional thing "disjoint" 'string (lambda (name) (check-disjoint name thing parameters)))
  (unless (pointerp thing)
    (dolist (key '("reads" "writes" "nonnull" "consumes" "owned" "const" "nullable" "disjoint"))
      (when (nth-value 1 (gethash key thing))
        (refuse "~A is for a ptr" key)))))

(defun check-parameter (parameter parameters)
  (check-key parameter "name" 'vera-name)
  (check-key parameter "type" 'type-name (lambda (type)
                                           (when (equal type "void")
                                             (refuse "only a result can be void"))))
  (check-attributes parameter parameters))

(defun check-result (result parameters)
  (check-key result "type" 'type-name)
  (check-attributes result parameters))

(defun check-function (description nodes)
  (check-key description "name" 'vera-name)
  (check-key description "symbol" 'string)
  (check-key description "node" 'string (lambda (node)
                                          (unless (find-named node nodes)
                                            (refuse "there is no node ~A" node))))
  (let ((parameters (get-in description "parameters")))
    (check-array description "parameters"
                 (lambda (parameter) (check-parameter parameter parameters)))
    (check-key description "returns" 'hash-table
               (lambda (result) (check-result result parameters)))))

(defun check-node (node nodes)
  (check-key node "name" 'string)
  (check-optional node "extends" 'string
                  (lambda (name)
                    (unless (find-named name (subseq nodes 0 (position node nodes)))
                      (refuse "~A is not an earlier node" name)))))

(defun check-manifest (manifest name)
  (unless (hash-table-p manifest)
    (refuse "must be an object"))
  (check-key manifest "format" 'integer)
  (unless (= (get-in manifest "format") +format+)
    (refuse "format ~D is unknown; only format ~D is known" (get-in manifest "format") +format+))
  (check-key manifest "module" 'string)
  (unless (equal (get-in manifest "module") name)
    (refuse "this is the module ~A" (get-in manifest "module")))
  (check-key manifest "library" 'hash-table)
  (check-key (get-in manifest "library") *library-key* 'file-name)
  (check-key manifest "align" 'power-of-two)
  (check-array manifest "nodes"
               (lambda (node)
                 (check-node node (get-in manifest "nodes"))))
  (check-array manifest "functions"
               (lambda (description)
                 (check-function description (get-in manifest "nodes")))))

(defun read-manifest (path name)
  "The manifest of the module vera:NAME in the file PATH, as hash tables and vectors."
  (handler-case
      (let ((manifest (yason:parse (uiop:read-file-string (uiop:parse-native-namestring path)
                                                          :external-format :utf-8)
                                   :object-as :hash-table :json-arrays-as-vectors t
                                   :json-nulls-as-keyword t)))
        (check-manifest manifest name)
        manifest)
    (error (problem)
      (module-error "~A: ~A" path problem))))
