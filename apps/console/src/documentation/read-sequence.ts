import { plainText, type Token, type Tokens } from './markdown.ts'
import type { Sequence, SequenceStep } from './sequence.ts'

/**
 * A diagram out of the numbered list that says the same in words: `1. **Workload → AWS**: signs a request. More about it.` The part up to
 * the first full stop is written into the picture.
 */
export function readSequence(title: string, list: Token | undefined): Sequence {
  if (list?.type !== 'list' || !(list as Tokens.List).ordered) throw new Error(`The diagram “${title}” has no numbered list below it.`)
  const steps = (list as Tokens.List).items.map(({ tokens }) => readStep(title, plainText(tokens)))
  return { title, steps, participants: [...new Set(steps.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to])))] }
}

function readStep(title: string, text: string): SequenceStep {
  const [, from, to, label] = /^([^:→]+?)(?: → ([^:→]+))?: (.+?)(?:\.(?:\s|$)|$)/s.exec(text) ?? []
  if (from === undefined || label === undefined)
    throw new Error(`A step of the diagram “${title}” is not “Somebody → somebody: what”: ${text}`)
  return { from, label: label.replaceAll(/\s+/g, ' '), ...(to !== undefined && { to }) }
}
