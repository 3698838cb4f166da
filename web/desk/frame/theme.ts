import { type ThemeConfig, theme } from "antd";

/** antd's look, made of the same token file as everything else, read as the page shows it now. */
export function antdTheme(isDark: boolean): ThemeConfig {
  const shown = getComputedStyle(document.documentElement);
  const token = (name: string) => shown.getPropertyValue(`--${name}`).trim();
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: token("jade"),
      colorLink: token("jade-ink"),
      colorLinkHover: token("jade"),
      colorInfo: token("blue"),
      colorSuccess: token("jade"),
      colorWarning: token("amber"),
      colorError: token("red"),
      colorText: token("ink"),
      colorTextSecondary: token("ink-2"),
      colorTextTertiary: token("ink-3"),
      colorTextPlaceholder: token("ink-3"),
      colorTextDisabled: token("ink-3"),
      colorTextLightSolid: token("on-jade"),
      colorBgBase: token("card"),
      colorBgContainer: token("card"),
      colorBgElevated: token("card"),
      colorBgLayout: token("paper"),
      colorBgContainerDisabled: token("sunk"),
      colorBgMask: token("veil"),
      colorBorder: token("line-strong"),
      colorBorderSecondary: token("line"),
      colorSplit: token("line"),
      fontFamily: token("font"),
      fontFamilyCode: token("font-fixed"),
      fontSize: 14,
      borderRadius: 8,
      borderRadiusLG: 12,
      controlHeight: 36,
      controlHeightSM: 28,
      controlHeightLG: 44,
      boxShadow: token("shadow-high"),
      boxShadowSecondary: token("shadow-high"),
      motionDurationFast: "0.12s",
      motionDurationMid: "0.16s",
      motionDurationSlow: "0.22s",
      motion: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      wireframe: false,
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", fontWeight: 500, contentFontSizeSM: 13, defaultBg: token("card") },
      Input: { activeShadow: `0 0 0 3px ${token("jade-soft")}`, hoverBorderColor: token("jade"), activeBorderColor: token("jade") },
      Select: { optionSelectedBg: token("jade-soft"), optionSelectedColor: token("jade-ink"), optionActiveBg: token("sunk"), activeOutlineColor: token("jade-soft") },
      Modal: { titleFontSize: 17, contentBg: token("card"), headerBg: token("card") },
      Tooltip: { colorBgSpotlight: token("ink"), colorTextLightSolid: token("paper") },
      Segmented: { trackBg: token("sunk"), itemSelectedBg: token("card"), itemColor: token("ink-2"), itemSelectedColor: token("ink") },
      Checkbox: { colorPrimary: token("jade") },
      Dropdown: { controlItemBgHover: token("sunk") },
    },
  };
}
