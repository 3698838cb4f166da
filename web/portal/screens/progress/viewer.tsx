import ImageViewer from "antd-mobile/es/components/image-viewer";
import { useEffect } from "react";
import { useWords } from "../../../shared/text/index.ts";
import { Icon } from "../../frame/icons.tsx";
import "antd-mobile/es/global";

/** Photos at full size, to pinch and to swipe. Comes in its own file: few people open one. */
export default function Viewer({ images, first, onClose }: { images: string[]; first: number; onClose: () => void }) {
  const { t } = useWords();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") onClose();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [onClose]);
  return (
    <ImageViewer.Multi
      images={images}
      defaultIndex={first}
      visible
      onClose={onClose}
      renderFooter={() => (
        <button type="button" className="icon-button viewer-close" aria-label={t("common:close")} onClick={onClose}>
          <Icon name="close" />
        </button>
      )}
    />
  );
}
