import type { Command, Option } from 'commander'
import { completionScripts, type Word } from '../completion-scripts.ts'
import { usage } from '../failure.ts'
import { invocationOf } from '../invocation.ts'

export function registerCompletion(program: Command): void {
  program
    .command('completion')
    .description('print a completion script for your shell')
    .argument('<shell>', Object.keys(completionScripts).join(', '))
    .addHelpText(
      'after',
      `
Examples:
  $ bonafide completion bash > ~/.local/share/bash-completion/completions/bonafide
  $ bonafide completion zsh > "\${fpath[1]}/_bonafide"
  $ bonafide completion fish > ~/.config/fish/completions/bonafide.fish
  > bonafide completion powershell | Out-String | Invoke-Expression`,
    )
    .action((shell: string, _: unknown, command: Command) => {
      if (!Object.hasOwn(completionScripts, shell))
        throw usage(`There is no completion for "${shell}".`, `Choose from ${Object.keys(completionScripts).join(', ')}`)
      invocationOf(command).terminal.result(completionScripts[shell as keyof typeof completionScripts](wordsOf(program)))
    })
}

/** Every command, as its words, with what may follow: its own commands and flags. */
function wordsOf(command: Command, path: readonly string[] = [], inherited: readonly Option[] = []): Word[] {
  const options = [...inherited, ...command.options]
  const follow = [
    ...command.commands.map((child) => ({ word: child.name(), help: child.description() })),
    ...options.filter((option) => option.long && !option.hidden).map((option) => ({ word: option.long ?? '', help: option.description })),
  ]
  return [{ path, follow }, ...command.commands.flatMap((child) => wordsOf(child, [...path, child.name()], options))]
}
