/** What a vendor meets at the workbench, as the city's people read it. The tables of the rules are in English; codes and places are the same. */
import type { RefusalCode } from '#policies/refusal.ts';

export const refusalWords: Readonly<Partial<Record<RefusalCode, { readonly title: string; readonly remedy: string }>>> =
  {
    E_PARSE: { title: '文本不是合法的 SQL', remedy: '请在标出的位置修改语法。' },
    E_TEXT_SIZE: { title: '文本过长', remedy: '查询须在 64 KiB 以内;重复的部分请写成 CTE。' },
    E_MULTI_STMT: { title: '须恰好一条语句', remedy: '请只提交一条 SELECT 语句。' },
    E_NOT_SELECT: { title: '不是 SELECT 语句', remedy: '只能使用 SELECT:数据不得修改、复制或挂接。' },
    E_UNSUPPORTED: { title: '超出查询语言的写法', remedy: '请换一种写法;语言说明列出了可用的语法。' },
    E_UNKNOWN_TABLE: { title: '目录中没有这张表', remedy: '请使用目录中的表;不能使用文件路径、表函数和系统目录。' },
    E_UNKNOWN_COLUMN: { title: '没有这一列', remedy: '请使用目录条目中的列,或写明所属的表。' },
    E_AMBIGUOUS_COLUMN: { title: '列名在此有多种含义', remedy: '请在列名前写明表的别名。' },
    E_FUNC_NOT_ALLOWED: { title: '函数不在允许清单内', remedy: '请使用允许的函数;语言说明列出了全部函数。' },
    E_VOLATILE: { title: '每次结果都会不同', remedy: '请把日期或数字写成常量;噪声和抽样由规则完成,不由查询完成。' },
    E_ARGUMENTS: { title: '参数与函数不符', remedy: '请按函数要求给出参数的个数和类型。' },
    E_TYPE: { title: '类型不匹配', remedy: '请转换操作数类型,或比较同一类型的值。' },
    E_NO_AGGREGATE: {
      title: '受保护主体的记录须汇总后使用',
      remedy: '请分组汇总;单个主体的数据须凭其本人同意(事项、次数、期限)申请。',
    },
    E_COLUMN_RULE: {
      title: '列规则不允许这样使用',
      remedy: '请按列规则使用:P 可输出,G 可作分组键,A 只可汇总,J 只可关联,F 只可筛选,X 不可用。',
    },
    E_NOT_GROUPED: { title: '既不是分组键也没有汇总', remedy: '请把该列放入 GROUP BY,或对其汇总。' },
    E_JOIN_UNIT: { title: '关联把不同主体的记录配在一起', remedy: '请按标识主体的列关联受保护的表。' },
    E_JOIN_KIND: {
      title: '此处不能用这种关联',
      remedy: '请使用带 ON 或 USING 的 INNER 或 LEFT JOIN,受保护的表放在保留的一侧。',
    },
    E_NESTED_AGGREGATE: {
      title: '内层汇总混合了不同主体',
      remedy: '内层查询请按主体列分组;只有最外层汇总可以混合主体。',
    },
    E_NONLOCAL: {
      title: '查询内部的 LIMIT、DISTINCT 或排序取决于其他主体的记录',
      remedy: '请只在最终结果上使用 LIMIT 和 ORDER BY。',
    },
    E_SUBQ_PRIVATE: { title: '子查询读取了外层记录以外的主体', remedy: '请按主体关联子查询,或只读公开表。' },
    E_WINDOW: { title: '窗口跨越了多个主体的记录', remedy: '请加上按主体列的 PARTITION BY。' },
    E_UNION_MIX: { title: 'UNION 了不同种类的主体', remedy: '请合并同一种主体的记录,或公开记录。' },
    E_TWO_UNITS: { title: '一条隐私查询中有两种主体', remedy: '请每次只问一种主体。' },
    E_GROUP_DETERMINES_UNIT: { title: '每一组就是单个主体', remedy: '请按多个主体共有的列分组,或再汇总一次。' },
    E_FLOAT_KEY: { title: '以浮点数作分组键', remedy: '请按 width_bucket(x, lo, hi, n) 分组,或转换为整数。' },
    E_NO_BOUNDS: {
      title: '该数值没有公开的上下限',
      remedy: '请写 least(greatest(x, lo), hi)(常量),或请数源部门声明上下限。',
    },
    E_BOUNDS_OVERFLOW: { title: '合计可能超出 62 位', remedy: '请使用更窄的上下限或更粗的步长。' },
    E_MINMAX: {
      title: '一组的最小值、最大值就是某个主体的值',
      remedy: '请使用 quantile_cont(x, 0.05) 或 quantile_cont(x, 0.95)。',
    },
    E_QUANTILE: {
      title: '不能使用该分位数',
      remedy: '请使用常量 0.05、0.1、0.25、0.5、0.75、0.9 或 0.95,并把结果取整。',
    },
    E_AGGREGATE: {
      title: '该汇总函数会返回原始值',
      remedy:
        '请使用 count、count(DISTINCT …)、sum、avg、quantile_cont、方差;精确通道还可用 covar_samp、corr、hhi、gini。',
    },
    E_TREATMENT: { title: '该表不能这样取整或扰动', remedy: '请统计主体个数,或以抑制方式发布。' },
    E_PARAMETER: {
      title: '参数超出程序声明的范围',
      remedy: '请声明参数及其全部取值,数量须少到可以逐一核看;或写成常量。',
    },
    E_RECURSIVE: { title: '不能使用递归查询', remedy: '请把各步依次写成 CTE。' },
    E_PIVOT: { title: '不能使用 PIVOT 和 UNPIVOT', remedy: '请为结果的每一列写一个带 FILTER 的汇总。' },
    E_TOO_COMPLEX: { title: '查询过大', remedy: '请减少表、列或嵌套层数。' },
    E_BUDGET: { title: '隐私预算不足', remedy: '请降低精度要求,或使用以前查询的答案,或请数据提供方签署提高上限。' },
    E_COST_CLASS: { title: '查询运行时间过长', remedy: '请读取更少或更小的表,或用更省的方式限定每个主体的贡献。' },
    E_EXEC: { title: '运行未完成', remedy: '请先在仿真数据上测试。' },
    E_PROGRAM: {
      title: '程序在仿真数据上出错',
      remedy: '请查看测试的错误和控制台输出;真实数据上不会告知其中任何内容。',
    },
    E_DOMAIN_DOWN: { title: '域暂不可用', remedy: '请稍后再试。' },
    E_ROLE: { title: '该角色不能办理此事', remedy: '请由具有相应角色的人员办理。' },
    E_CONTRACT: { title: '输出与程序声明不符', remedy: '请按顺序声明每个输出及查询产生的列。' },
    E_INPUT: { title: '请求格式不正确', remedy: '请更正所指的字段。' },
    E_NO_RIGHTS: { title: '协议生效后方有权限', remedy: '请先通过申请并由双方签署协议。' },
    E_MODEL_ROWS: { title: '精确模型或程序须每个主体一行', remedy: '请先按主体分组,只读一种主体的表,或使用隐私通道。' },
    E_MODEL: { title: '该模型未通过检查', remedy: '请使用更少或更粗的特征,合并稀有取值,或在隐私通道中训练。' },
    E_PROGRAM_COLUMN: { title: '程序不能读取该列', remedy: '请用 CASE 列出文本的取值,或由其计算数字,或去掉该列。' },
    E_MANIFEST: { title: '这些文本不能组成程序', remedy: '请更正 sluice.json 中所指的字段。' },
    E_SCRIPT: { title: '程序的声明相互不符', remedy: '请更正 sluice.json 中的声明。' },
    E_BUNDLE: { title: '不能由源代码打包', remedy: '请在标出的位置更正源代码。' },
    E_LINT: { title: '程序使用了域内没有的能力', remedy: '请在标出的位置去掉这种写法。' },
  };
