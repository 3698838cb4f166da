import { system } from "#platform/db";
import type { App, Domain } from "#platform/domain";
import { remind } from "../actions/remind.ts";
import { timeOut } from "../actions/time-out.ts";
import { deadlineKinds } from "../model.ts";

const caller = (app: App) => ({ db: app.db, principal: system("deadlines"), nudge: app.nudge });

/** Every deadline of a case ends in the same action, which looks again under the lock. */
export const onDeadline: NonNullable<Domain["deadlines"]> = Object.fromEntries(
  deadlineKinds.map((kind) => [
    kind,
    async (app, deadline) => {
      await timeOut.execute(caller(app), {
        customerId: deadline.customerId,
        caseId: deadline.subjectId,
        deadlineId: deadline.id,
        kind,
      });
    },
  ]),
);

export const onReminder: NonNullable<Domain["reminders"]> = Object.fromEntries(
  deadlineKinds.map((kind) => [
    kind,
    async (app, deadline) => {
      await remind.execute(caller(app), {
        customerId: deadline.customerId,
        caseId: deadline.subjectId,
        dueAt: deadline.dueAt.toString(),
      });
    },
  ]),
);
