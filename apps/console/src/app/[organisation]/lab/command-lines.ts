/** In a clone the command is not on the path; `--no` keeps npx from fetching a stranger's package of that name. */
const clonedCommand = 'npx --no bonafide'

/** The command as it runs in a clone of the repository. The variables before it are quoted where they hold spaces. */
export const inClone = (cli: string): string => cli.replace(/ bonafide (?=auth |lab )/, ` ${clonedCommand} `)

/** Whether it is the command that a workload would run, and not that of an administrator. */
export const isOfWorkload = (cli: string): boolean => / bonafide auth /.test(cli)

/** Logs in and keeps the token in the shell that runs it. */
export const signIn = (cli: string, host: string): string => `export BONAFIDE_HOST=${host}\neval "$(${inClone(cli)} --output env)"`

export const readSecrets = `${clonedCommand} run --app demo --env development -- node -e 'console.log(process.env.GREETING, process.env.STRIPE_KEY)'`
