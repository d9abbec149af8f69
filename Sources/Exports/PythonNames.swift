/// Which names Python and PyTorch leave to a module's author.
enum PythonNames {
  /// Whether a module can have a layer as its attribute under that name.
  static func canBeAttribute(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first, letters.contains(first) else { return false }
    return name.unicodeScalars.allSatisfy { letters.contains($0) || "0123456789_".unicodeScalars.contains($0) }
      && !keywords.contains(name) && !moduleAttributes.contains(name)
  }

  private static let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)

  /// Of Python 3.14.
  private static let keywords = words(
    """
    False None True and as assert async await break class continue def del elif else except finally for from global if
    import in is lambda nonlocal not or pass raise return try while with yield
    """)

  /// What `torch.nn.Module` has in PyTorch 2.15, and `predict` of the class that is written here.
  private static let moduleAttributes = words(
    """
    T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval
    extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules mtia
    named_buffers named_children named_modules named_parameters parameters predict register_backward_hook
    register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook
    register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook
    register_module register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_
    set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu zero_grad
    """)

  private static func words(_ text: String) -> Set<String> {
    Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
  }
}
