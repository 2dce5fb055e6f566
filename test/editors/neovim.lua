-- Run by Neovim after its configuration, with a broken config open: tells what the editor has of the server.
local function first(answers)
  for _, answer in pairs(answers or {}) do
    if answer.result then return answer.result end
  end
end

local function ask(method, row, column)
  local params = { textDocument = vim.lsp.util.make_text_document_params(0), position = { line = row, character = column } }
  return first(vim.lsp.buf_request_sync(0, method, params, 20000))
end

local seen = {}
vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end, 50)
seen.diagnostics = {}
for _, found in ipairs(vim.diagnostic.get(0)) do
  local line = vim.api.nvim_buf_get_lines(0, found.lnum, found.lnum + 1, false)[1]
  table.insert(seen.diagnostics, {
    message = found.message,
    severity = found.severity,
    -- Columns are bytes here: the text shows whether they are the right ones.
    text = found.lnum == found.end_lnum and string.sub(line, found.col + 1, found.end_col) or line,
  })
end

-- The hover is asked where the broken value stands.
vim.fn.search('factor')
local cursor = vim.api.nvim_win_get_cursor(0)
local hover = ask('textDocument/hover', cursor[1] - 1, cursor[2])
seen.hover = hover and (hover.contents.value or hover.contents)

vim.cmd('edit! ' .. vim.env.SCHEDULE_LENS_PARTIAL)
vim.fn.search('ste$')
cursor = vim.api.nvim_win_get_cursor(0)
vim.wait(30000, function() return ask('textDocument/completion', cursor[1] - 1, cursor[2] + 3) ~= nil end, 100)
local list = ask('textDocument/completion', cursor[1] - 1, cursor[2] + 3)
seen.completions = {}
for _, item in ipairs(list.items or list) do table.insert(seen.completions, item.label) end

vim.fn.writefile({ vim.json.encode(seen) }, vim.env.SCHEDULE_LENS_SEEN)
vim.cmd('qall!')
