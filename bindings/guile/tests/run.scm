;;; SPDX-License-Identifier: MIT
;;; Runs all tests, prints a line for each, and then their number.

(add-to-load-path (dirname (dirname (canonicalize-path (current-filename)))))

(use-modules (srfi srfi-64)
             (tests support)
             (tests functions)
             (tests blocks)
             (tests finding))

(test-runner-current (make-runner))
(test-functions)
(test-blocks)
(test-finding)
(exit (report))
