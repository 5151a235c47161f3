export interface Word {
  /** The commands typed so far, without `bonafide`. */
  path: readonly string[]
  follow: readonly { word: string; help: string }[]
}

/** One script per shell; each looks at the commands typed so far and offers what may follow them. */
export const completionScripts = { bash, zsh, fish, powershell } as const

const caseOf = ({ path, follow }: Word) => `    '${path.join(' ')}') offers='${follow.map((each) => each.word).join(' ')}' ;;`

/** The commands among the words typed so far: flags are skipped, and the first word that leads nowhere ends the path. */
function posixBody(words: readonly Word[], typed: string): string {
  // Not `path` nor `words`: zsh has its own meaning for both.
  const known = words.map((word) => `'${word.path.join(' ')}'`).join('|')
  return `  local at='' next word offers=''
  for word in ${typed}; do
    [[ $word == -* ]] && continue
    next="\${at:+$at }$word"
    case "$next" in ${known}) at=$next ;; esac
  done
  case "$at" in
${words.map(caseOf).join('\n')}
  esac`
}

function bash(words: readonly Word[]): string {
  return `# bonafide completion for bash
_bonafide() {
${posixBody(words, `"\${COMP_WORDS[@]:1:COMP_CWORD-1}"`)}
  COMPREPLY=($(compgen -W "$offers" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _bonafide bonafide
`
}

function zsh(words: readonly Word[]): string {
  return `#compdef bonafide
_bonafide() {
  setopt localoptions shwordsplit
${posixBody(words, `"\${(@)words[2,CURRENT-1]}"`)}
  compadd -- $offers || _files
}
compdef _bonafide bonafide
`
}

function fish(words: readonly Word[]): string {
  // The path stands in double quotes inside the condition, which stands in single ones.
  const lines = words.flatMap(({ path, follow }) =>
    follow.map(({ word, help }) => `complete -c bonafide -f -n '__bonafide_at "${path.join(' ')}"' -a ${quoted(word)} -d ${quoted(help)}`),
  )
  const known = words.map((word) => quoted(word.path.join(' '))).join(' ')
  return `# bonafide completion for fish
function __bonafide_at
  set -l path ''
  for word in (commandline -opc)[2..-1]
    string match -q -- '-*' $word; and continue
    set -l next (string trim -- "$path $word")
    contains -- $next ${known}; and set path $next
  end
  test "$path" = "$argv[1]"
end
${lines.join('\n')}
`
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

function powershell(words: readonly Word[]): string {
  const table = words
    .map(({ path, follow }) => `    '${path.join(' ')}' = @(${follow.map((each) => `'${each.word}'`).join(', ')})`)
    .join('\n')
  return `# bonafide completion for PowerShell
Register-ArgumentCompleter -Native -CommandName bonafide -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $follow = @{
${table}
  }
  $path = ''
  foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
    $next = "$path $element".Trim()
    if ($follow.ContainsKey($next)) { $path = $next }
  }
  $follow[$path] | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`
}
