import { createServer, connect as dial, type Socket } from 'node:net'

/** A wire between a server and PostgreSQL that a test can cut. */
export interface CuttableProxy {
  /** The database's URL, by way of the wire. */
  url: string
  /** Ends every connection and lets none in. */
  cut(): void
  restore(): void
  /**
   * Cuts the one connection that sends this text next, at the moment PostgreSQL answers: what was asked has happened, and nobody is told.
   * Answers when that has been done.
   */
  swallowAnswerTo(text: string): Promise<void>
  close(): Promise<void>
}

interface Trap {
  text: string
  sprung(): void
}

export async function cuttableProxy(databaseUrl: string): Promise<CuttableProxy> {
  const target = new URL(databaseUrl)
  const open = new Set<Socket>()
  let isCut = false
  let trap: Trap | null = null

  const carry = (near: Socket) => {
    if (isCut) return near.destroy()
    const far = dial(Number(target.port), target.hostname)
    let caught: Trap | null = null
    const end = () => {
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', () => {
        open.delete(socket)
        end()
      })
    }
    near.on('data', (bytes) => {
      if (trap && bytes.includes(trap.text)) {
        caught = trap
        trap = null
      }
      far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (!caught) return void near.write(bytes)
      end()
      caught.sprung()
    })
  }

  const server = createServer(carry)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String(typeof address === 'object' ? address?.port : '')
  const endAll = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: url.href,
    cut() {
      isCut = true
      endAll()
    },
    restore() {
      isCut = false
    },
    swallowAnswerTo: (text) =>
      new Promise<void>((sprung) => {
        trap = { text, sprung }
      }),
    async close() {
      endAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
