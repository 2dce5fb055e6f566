;; Run by Emacs after its configuration, with a broken config open: tells what the editor has of the server.
(require 'json)
(require 'flymake)

(defun schedule-lens-until (seconds ready)
  "Let Emacs work until READY answers something, for SECONDS at most."
  (let ((end (+ (float-time) seconds)) (found nil))
    (while (and (not (setq found (funcall ready))) (< (float-time) end))
      (accept-process-output nil 0.05)
      (sit-for 0.01))
    found))

(defun schedule-lens-visit (file)
  "Open FILE as a user does, with eglot connected."
  (find-file file)
  (unless (eglot-current-server) (call-interactively #'eglot))
  (schedule-lens-until 30 #'eglot-current-server))

(let (seen)
  (schedule-lens-visit (getenv "SCHEDULE_LENS_BROKEN"))
  (flymake-mode 1)
  (schedule-lens-until 30 (lambda () (flymake-start) (flymake-diagnostics)))
  (push (cons 'diagnostics
              (vconcat (mapcar (lambda (found)
                                 `((message . ,(flymake-diagnostic-text found))
                                   (text . ,(buffer-substring-no-properties (flymake-diagnostic-beg found)
                                                                            (flymake-diagnostic-end found)))))
                               (flymake-diagnostics))))
        seen)
  (goto-char (point-min))
  (search-forward "facto")
  (push (cons 'hover
              (format "%S" (jsonrpc-request (eglot-current-server) :textDocument/hover
                                            (eglot--TextDocumentPositionParams))))
        seen)
  (schedule-lens-visit (getenv "SCHEDULE_LENS_PARTIAL"))
  (goto-char (point-min))
  (re-search-forward "ste$")
  (push (cons 'completions
              (vconcat (let ((found (eglot-completion-at-point)))
                         (mapcar #'substring-no-properties
                                 (all-completions "ste" (nth 2 found))))))
        seen)
  (with-temp-file (getenv "SCHEDULE_LENS_SEEN") (insert (json-encode seen)))
  (kill-emacs 0))
