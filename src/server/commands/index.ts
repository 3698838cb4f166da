import { StartError } from "#platform/config";
import { UsageError } from "./arguments.ts";

type Command = {
  readonly about: string;
  readonly usage: string;
  readonly load: () => Promise<{ default: (args: string[]) => Promise<number> }>;
};

const commands: Readonly<Record<string, Command>> = {
  start: {
    about: "the server",
    usage: "start [--role api,worker,realtime] [--no-demo]",
    load: () => import("./start.ts"),
  },
  import: {
    about: "reads orders from files",
    usage: "import orders --format olist|jsonl|csv PATH [--shift auto|DAYS] [--country BR] [--json]",
    load: () => import("./import.ts"),
  },
  decide: {
    about: "the decision for one line of facts",
    usage: "decide FACTS.json|- [--schema] [--example] [--law cn|eu] [--at INSTANT] [--policy POLICY.json]",
    load: () => import("./decide.ts"),
  },
  due: {
    about: "when something is due",
    usage:
      "due --from INSTANT --for 8h [--calendar cn] [--hours mon-fri=09:00-18:00] [--zone Asia/Shanghai] [--pause A/B] [--json]",
    load: () => import("./due.ts"),
  },
  policy: {
    about: "what a draft of a policy would have changed in past cases",
    usage: "policy replay --draft FILE [--merchant NUMBER] [--days 90] [--freight 10.00] [--csv FILE] [--json]",
    load: () => import("./policy.ts"),
  },
  staff: {
    about: "takes somebody on, such as the first administrator, and prints a one-use link to set a password",
    usage: "staff add --email E --name N --role admin [--json]",
    load: () => import("./staff.ts"),
  },
  verify: {
    about: "recomputes every invariant over the whole database",
    usage: "verify [--json]",
    load: () => import("./verify.ts"),
  },
  bench: { about: "benchmarks, one JSON line each", usage: "bench [NAME]", load: () => import("./bench.ts") },
  doctor: {
    about: "what is installed, reachable, configured, out of date",
    usage: "doctor [--json]",
    load: () => import("./doctor.ts"),
  },
  demo: { about: "the demo shop", usage: "demo reset [--json]", load: () => import("./demo.ts") },
};

/** Runs one command; answers its exit code: 0 done, 1 refused or a check failed, 2 wrong usage. */
export async function run(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    process.stdout.write(help());
    return name === undefined ? 2 : 0;
  }
  const command = commands[name];
  if (command === undefined) {
    process.stderr.write(`There is no command "${name}". ${help()}`);
    return 2;
  }
  if (rest.includes("--help")) {
    process.stdout.write(`./bin/aftercare ${command.usage}\n  ${command.about}\n`);
    return 0;
  }
  try {
    return await (await command.load()).default(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message} Usage: ./bin/aftercare ${command.usage}\n`);
      return 2;
    }
    if (error instanceof StartError) {
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
    process.stderr.write(`${name} failed: ${(error as Error).message}\n`);
    return 1;
  }
}

function help(): string {
  const lines = Object.values(commands).map((command) => `  ${command.usage}\n      ${command.about}`);
  return `Aftercare (安心售后). Commands:\n${lines.join("\n")}\n`;
}
