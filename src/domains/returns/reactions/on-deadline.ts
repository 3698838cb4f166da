import { system } from "#platform/db";
import type { Domain } from "#platform/domain";
import { timeOut } from "../actions/time-out.ts";
import { deadlineKinds } from "../model.ts";

/** Every deadline of a case ends in the same action, which looks again under the lock. */
export const onDeadline: NonNullable<Domain["deadlines"]> = Object.fromEntries(
  deadlineKinds.map((kind) => [
    kind,
    async (app, deadline) => {
      await timeOut.execute(
        { db: app.db, principal: system("deadlines"), nudge: app.nudge },
        { customerId: deadline.customerId, caseId: deadline.subjectId, deadlineId: deadline.id, kind },
      );
    },
  ]),
);
