" Edits a text in ways that take memory: substitutions, undo, sorting, copies, indents,
" and lists and dictionaries of its words.
set undolevels=1000
for turn in range(2)
  %s/\w\+/<&>/ge
  %s/[<>]//ge
  undo
  sort
  global/the/copy $
  silent! normal! gg=G
  let counts = {}
  for word in sort(split(join(getline(1, '$'), ' '), '\W\+'))
    let counts[word] = get(counts, word, 0) + 1
  endfor
  call map(copy(counts), 'v:val * 2')
endfor
qall!
