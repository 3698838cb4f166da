import { hkdfSync } from "node:crypto";
import { join } from "node:path";
import { compliance } from "#domains/compliance";
import {
  type CarrierGateway,
  carrierNotices,
  httpCarrierGateway,
  logistics,
  limits as logisticsLimits,
  shipmentPapers,
} from "#domains/logistics";
import { guestOrder, importsFolder, importUploads, listOrders, orders, presentEntrance } from "#domains/orders";
import {
  contactOf,
  deviceMemory,
  findShoppers,
  parties,
  rightsOf,
  shoppersByContact,
  shoppersWithMail,
  staffCalled,
  staffNames,
} from "#domains/parties";
import {
  freightCoversOfOrder,
  httpPaymentProvider,
  type PaymentProvider,
  limits as paymentLimits,
  paymentNotices,
  payments,
  refundedTo,
} from "#domains/payments";
import { casesOfOrder, listCases, orderOf, ownRefunds, policyPapers, returns, returnWindows } from "#domains/returns";
import { any, holds, is, recipient } from "#platform/action";
import { anchorAudit, auditKey, fileWitness, sealAudit } from "#platform/audit";
import { consoleMail, consoleSms, createAuth } from "#platform/auth";
import { cleanOldJob } from "#platform/cleaning";
import type { Config, Secrets } from "#platform/config";
import type { Db } from "#platform/db";
import { watchDeadlines } from "#platform/deadlines";
import type { App, Domain } from "#platform/domain";
import { createFiles } from "#platform/files";
import { type ApiServer, get, type Route } from "#platform/http";
import { createJobs } from "#platform/jobs";
import type { Log } from "#platform/log";
import { createMessages, keepingMailer, smtpMailer } from "#platform/messages";
import { createRelay } from "#platform/outbox";
import { createPersonal } from "#platform/personal";
import { createRealtime } from "#platform/realtime";
import { createWebhooks } from "#platform/webhooks";
import { deskHome } from "#screens/desk-home";
import { portalHome } from "#screens/portal-home";

export const serverRoles = ["api", "worker", "realtime"] as const;
export type ServerRole = (typeof serverRoles)[number];

export type SystemParts = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly db: Db;
  readonly log: Log;
  readonly demo: boolean;
  /** Where refunds go; absent: PAYMENTS_URL. */
  readonly provider?: PaymentProvider;
  readonly paymentsUrl: string;
  /** Who collects and carries parcels; absent: CARRIERS_URL. */
  readonly gateway?: CarrierGateway;
  readonly carriersUrl?: string;
};

export type AssembledSystem = Awaited<ReturnType<typeof assemble>>;

/** One list of domains and what each hands over to the others. Starts nothing and writes nothing. */
export function compose(parts: SystemParts) {
  const { config, secrets, db, log, demo } = parts;
  const shown = demo || config.sandbox;
  const personal = createPersonal(secrets);
  const key = auditKey(secrets);
  const witness = fileWitness(join(config.dataDir, "audit-witness.jsonl"));
  const mailStandIn = config.smtpUrl === undefined ? keepingMailer(log) : undefined;
  const mailer = mailStandIn ?? smtpMailer(config.smtpUrl ?? "", config.mailFrom);
  const presentKey = derivedKey(secrets.fileLinkKey, "present");
  const people = {
    rightsOf,
    shoppersBy: (kind: "phone" | "email", index: string) => shoppersByContact(db, kind, index),
    guestOrder: (number: string, phone: string) => guestOrder(db, number, phone),
    presentOf: (number: string, code: string) => presentEntrance(db, presentKey, number, code),
    rememberDevice: config.deviceMark ? deviceMemory(db) : undefined,
  };
  const auth = createAuth({
    db,
    log,
    people,
    personal,
    sessionKey: secrets.sessionKey,
    publicUrl: config.publicUrl,
    demo: shown,
    senders: {
      sms: consoleSms(log, shown),
      mail:
        config.smtpUrl === undefined
          ? consoleMail(log, shown)
          : { send: ({ to, subject, text }) => mailer.send({ id: crypto.randomUUID(), to, subject, text, html: "" }) },
    },
  });
  const provider = parts.provider ?? httpPaymentProvider(parts.paymentsUrl, paymentLimits.providerTimeoutMs);
  const gateway =
    parts.gateway ?? httpCarrierGateway(parts.carriersUrl ?? "http://127.0.0.1:9", logisticsLimits.carrierTimeoutMs);
  const dropOffKey = derivedKey(secrets.fileLinkKey, "drop-off");
  const find = (tx: Parameters<typeof findShoppers>[0], words: string) => findShoppers(tx, personal, words);
  const cases = listCases(find);

  const house: { app?: App } = {};
  const theApp = () => {
    if (house.app === undefined) throw new Error("the system is not assembled yet");
    return house.app;
  };
  const files = createFiles({
    dataDir: config.dataDir,
    uploadBytes: config.uploadMaxBytes,
    videoBytes: config.videoMaxBytes,
    fileLinkKey: secrets.fileLinkKey,
    findBound: orderOf,
    allow: any(is("shopper"), recipient, holds("cases.create"), holds("cases.decide"), holds("cases.inspect")),
    allowParcels: holds("parcels.receive"),
  });
  const messages = createMessages({
    mailer,
    withMail: shoppersWithMail,
    app: theApp,
    publicUrl: config.publicUrl,
    zone: "Asia/Shanghai",
    contactOf: async (tx, customerId) => {
      const contact = await contactOf(tx, personal, customerId);
      return contact === undefined ? undefined : { email: contact.email ?? null, locale: contact.locale };
    },
  });
  const realtime = createRealtime({
    db,
    log,
    readSession: auth.readSession,
    peekSession: auth.peekSession,
    nameOf: async (tx, staffId) => (await staffNames(tx, [staffId])).get(staffId),
  });
  const trade: Domain[] = [
    parties({ auth, personal, sandbox: config.sandbox, demo, refunded: refundedTo, endLive: realtime.endStaff }),
    orders({
      personal,
      dataDir: config.dataDir,
      presentKey,
      endPresent: auth.endPresent,
      casesOf: casesOfOrder,
      windowsOf: returnWindows,
      refundsOf: ownRefunds,
      coversOf: freightCoversOfOrder,
    }),
    logistics({
      personal,
      gateway,
      dropOffKey,
      casesOf: async (tx, customerId, orderNumber) =>
        (await casesOfOrder(tx, customerId, orderNumber)).map(({ number }) => ({ kind: "case", number })),
    }),
    payments(provider),
    returns({ findShoppers: find, viewersOf: realtime.viewersOf }),
  ];
  const withData: Domain[] = [...trade, files, messages];
  const webhooks = createWebhooks({
    app: theApp,
    secrets,
    anywhere: config.sandbox || config.environment !== "production",
    facts: Object.assign({}, ...withData.map((d) => d.facts ?? {})),
  });
  const domains: Domain[] = [
    ...withData,
    webhooks,
    compliance({
      auditKey: key,
      witness,
      personalData: withData.flatMap((d) =>
        d.personalData === undefined ? [] : [{ name: d.name, ...d.personalData }],
      ),
      endSessions: (customerId: string) => auth.endShopper(customerId),
      people: { namesOf: staffNames, called: staffCalled },
    }),
  ];
  return {
    personal,
    auth,
    audit: { key, witness },
    cases,
    dropOffKey,
    files,
    mailStandIn,
    messages,
    realtime,
    webhooks,
    domains,
    house,
    theApp,
  };
}

/** Puts the house together: the domains and the platform that carries them. */
export async function assemble(parts: SystemParts) {
  const { config, secrets, db, log } = parts;
  const {
    personal,
    auth,
    audit,
    cases,
    dropOffKey,
    files,
    mailStandIn,
    messages,
    realtime,
    webhooks,
    domains,
    house,
    theApp,
  } = compose(parts);
  const routes: Route[] = [
    ...domains.flatMap((d) => d.routes),
    get("/desk/home", deskHome(cases), "The desk's first page"),
    get("/portal/home", portalHome(cases, listOrders), "The shopper's first page"),
  ];
  const reactions = domains.flatMap((d) => d.reactions ?? []);
  const relay = createRelay({
    db,
    log,
    app: theApp,
    reactions,
    taps: [messages.tap, webhooks.tap, realtime.tap],
    afterRelay: realtime.afterRelay,
  });
  const declared = [
    ...domains.flatMap((d) => d.jobs ?? []),
    ...auth.jobs,
    ...realtime.jobs,
    cleanOldJob,
    relay.retryJob,
  ];
  const jobs = await createJobs(db, log, declared);
  const deadlines = watchDeadlines(
    db,
    log,
    theApp,
    Object.assign({}, ...domains.map((d) => d.deadlines ?? {})),
    Object.assign({}, ...domains.map((d) => d.reminders ?? {})),
  );
  const nudge = () => {
    relay.nudge();
    jobs.nudge();
  };
  const app: App = { db, log, jobs: { send: jobs.send }, nudge };
  house.app = app;

  return {
    personal,
    auth,
    mailStandIn,
    domains,
    routes,
    relay,
    jobs,
    deadlines,
    app,
    nudge,
    realtime,
    plugins: [
      auth.plugin,
      files.plugin,
      importUploads(importsFolder(config.dataDir)),
      policyPapers(db, config.publicUrl),
      realtime.plugin,
      paymentNotices(db, paymentNoticeSecret(secrets), nudge),
      carrierNotices(db, carrierNoticeSecret(secrets), nudge),
      shipmentPapers(dropOffKey),
      webhooks.plugin,
    ] as ((server: ApiServer) => Promise<void>)[],
    /** Starts what works in the background; answers how to stop it. */
    work: async () => {
      await jobs.work(theApp(), declared);
      relay.start();
      deadlines.start();
      const sealing = every(1_000, () => sealAudit(db));
      const anchoring = every(60_000, () => anchorAudit(db, audit.key, { witness: audit.witness, log }));
      return async () => {
        await Promise.all([sealing(), anchoring()]);
        await sealAudit(db).catch(() => 0);
      };
    },
    stop: async () => {
      await deadlines.stop();
      await relay.stop();
      await jobs.stop();
    },
  };

  /** Runs again and again, never twice at once; stopping waits for the run under way. */
  function every(ms: number, run: () => Promise<unknown>): () => Promise<void> {
    let running: Promise<unknown> = Promise.resolve();
    let idle = true;
    const timer = setInterval(() => {
      if (!idle) return;
      idle = false;
      running = run()
        .catch((error) => log.warn("work in the background failed and comes round again", { error }))
        .finally(() => {
          idle = true;
        });
    }, ms);
    return async () => {
      clearInterval(timer);
      await running;
    };
  }
}

/** What the payment provider signs its notices with: the stand-in is given it, a real one's is AFTERCARE_SECRET_PAYMENT_WEBHOOK. */
export function paymentNoticeSecret(secrets: Secrets): string {
  return `whsec_${secrets.paymentWebhookKey.toString("base64")}`;
}

/** What carriers sign their notices with: the stand-in is given it, a real one's is AFTERCARE_SECRET_CARRIER_WEBHOOK. */
export function carrierNoticeSecret(secrets: Secrets): string {
  const key = secrets.carrierWebhookKey ?? derivedKey(secrets.paymentWebhookKey, "carrier notices");
  return `whsec_${Buffer.from(key).toString("base64")}`;
}

/** A key of its own for a purpose of its own, so that data folders made before need no new secret. */
function derivedKey(from: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", from, "", `aftercare ${purpose}`, 32));
}
