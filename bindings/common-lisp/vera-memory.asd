;;;; SPDX-License-Identifier: MIT

(defsystem "vera-memory"
  :description "Raw heap memory: the module vera:memory of the language VERA."
  :version "1.0.0"
  :author "The VERA project"
  :license "MIT"
  :depends-on ("bordeaux-threads" "cffi" "trivial-garbage" "yason")
  :pathname "src/"
  :serial t
  :components ((:file "package")
               (:file "conditions")
               (:file "find")
               (:file "manifest")
               (:file "read")
               (:file "library")
               (:file "function")
               (:file "module")
               (:file "block"))
  :in-order-to ((test-op (test-op "vera-memory/tests"))))

(defsystem "vera-memory/tests"
  :description "The tests of vera-memory."
  :license "MIT"
  :depends-on ("vera-memory" "fiveam")
  :pathname "tests/"
  :serial t
  :components ((:file "suite")
               (:file "functions")
               (:file "blocks")
               (:file "finding"))
  :perform (test-op (operation system)
             (unless (symbol-call :vera-memory/tests :run-tests)
               (error "Tests failed."))))
