export { prepareDataDir, withStartLock, writeDurably } from "./data-dir.ts";
export { type DatabaseRole, readSecrets, Secrets, secretsPath } from "./secrets.ts";
export { type Config, describe, readConfig, repositoryRoot, type SettingName } from "./settings.ts";
export { explainFileError, explainListenError, StartError, systemErrorCode } from "./start-error.ts";
