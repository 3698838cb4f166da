import { useQuery } from "@tanstack/react-query";
import type { Right, Role } from "#contract/parties";
import { api } from "../../../shared/data/index.ts";
import { useWords } from "../../../shared/text/index.ts";
import { Answer, Bars } from "../../frame/faces.tsx";
import { Icon } from "../../frame/icon.tsx";

/** Roles across, rights down: who may do what, at a glance. */
export function RightsMatrix() {
  const { t } = useWords();
  const query = useQuery({
    queryKey: ["roles"],
    queryFn: ({ signal }) =>
      api<{ items: { role: Role; rights: Right[] }[] }>("GET", "/api/v1/roles", undefined, { signal }),
    staleTime: 600_000,
  });
  return (
    <Answer
      query={query}
      waiting={
        <div className="card card-pad">
          <Bars count={12} height={18} gap={14} />
        </div>
      }
    >
      {({ items: roles }) => {
        const rights = [...new Set(roles.flatMap((role) => role.rights))].toSorted();
        return (
          <div className="card table-scroll matrix-scroll">
            <table className="table matrix">
              <thead>
                <tr>
                  <th>{t("desk:staff.right")}</th>
                  {roles.map(({ role }) => (
                    <th key={role}>{t(`desk:role.${role}`)}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rights.map((right) => (
                  <tr key={right}>
                    <th scope="row">{t(`desk:right.${right}`)}</th>
                    {roles.map(({ role, rights: held }) => (
                      <td key={role} data-held={held.includes(right) || undefined}>
                        {held.includes(right) ? <Icon name="check" size={16} /> : null}
                        <span className="unseen">
                          {held.includes(right) ? t("desk:staff.held") : t("desk:staff.notHeld")}
                        </span>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        );
      }}
    </Answer>
  );
}
