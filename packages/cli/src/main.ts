import { runProgram } from './program.ts'

// The reader of a pipe may leave early (`bonafide secrets list | head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const exitCode = await runProgram(process.argv.slice(2))
// Libraries may keep sockets open; what was printed still has to reach its reader.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)))
