import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

/** A process of the benchmark that answers one message with one. */
export interface Child<Ask, Answer> {
  /** What it said when it was ready: the port it listens on, or 0. */
  port: number
  ask(message: Ask): Promise<Answer>
  stop(): Promise<void>
}

/** Starts a program of this folder. `variables` is its whole environment. */
export async function startChild<Ask extends object, Answer>(
  program: string,
  variables: Record<string, string> = {},
): Promise<Child<Ask, Answer>> {
  const child = fork(join(import.meta.dirname, program), [], {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env.PATH, ...variables },
  })
  const port = await nextMessage<number>(child)
  return {
    port,
    ask(message) {
      child.send(message)
      return nextMessage<Answer>(child)
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      await ended
    },
  }
}

/** In the child: says that it is ready, answers every message, ends with its parent. */
export function serveParent<Ask>(port: number, answer: (message: Ask) => Promise<unknown>): void {
  process.on('message', (message) => {
    answer(message as Ask).then(
      (result) => process.send?.(result),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
  process.on('disconnect', () => process.exit())
  process.send?.(port)
}

function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('a process of the benchmark ended early'))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message as Message)
    })
  })
}
